// Screens (页面): every address of the phone on one page.
import { add } from "../router";
import Ask from "./Ask.vue";
import Fitness from "./Fitness.vue";
import Home from "./Home.vue";
import MapScreen from "./MapScreen.vue";
import Mine from "./Mine.vue";
import Notices from "./Notices.vue";
import Order from "./Order.vue";
import Orders from "./Orders.vue";
import Outbox from "./Outbox.vue";
import Points from "./Points.vue";
import RecordFinding from "./RecordFinding.vue";
import Recorded from "./Recorded.vue";
import Recheck from "./Recheck.vue";
import Rechecks from "./Rechecks.vue";
import Rectify from "./Rectify.vue";
import Score from "./Score.vue";
import SelfCheck from "./SelfCheck.vue";
import StartVisit from "./StartVisit.vue";
import Visit from "./Visit.vue";
import WhereToRecord from "./WhereToRecord.vue";

export function declareScreens(): void {
  add("/", Home, "home");
  add("/start/:round/:town", StartVisit);
  add("/visit/:visit", Visit);
  add("/record", WhereToRecord, "record");
  add("/record/:visit/:finding", RecordFinding);
  add("/recorded/:finding", Recorded);
  add("/map", MapScreen, "map");
  add("/notices", Notices);
  add("/outbox", Outbox, "outbox");
  add("/orders", Orders, "orders");
  add("/order/:order", Order);
  add("/points", Points, "rectify");
  add("/rectify/:finding", Rectify);
  add("/ask/:finding/:kind", Ask);
  add("/rechecks", Rechecks);
  add("/recheck/:recheck", Recheck);
  add("/selfcheck", SelfCheck);
  add("/score", Score, "score");
  add("/mine", Mine, "mine");
  add("/fitness", Fitness);
}
