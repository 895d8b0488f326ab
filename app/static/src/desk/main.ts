// Desk (桌面): small islands over pages that work without them.
import "./desk.css";
import "../shared/icons.svg";
import "../shared/landscape.svg";
import "../shared/mark.svg";
import { askInDialogs } from "./ask";
import { comparePhotos } from "./compare";
import { offerCopy } from "./copy";
import { closeDrops } from "./drops";
import { signHurtPhotos } from "./hurt";
import { changeLook } from "./look";
import { drawMasks } from "./mask";
import { offerPrint } from "./print";
import { reviewByKeys } from "./review";
import { stepNumbers } from "./stepper";

signHurtPhotos();
changeLook();
closeDrops();
askInDialogs();
stepNumbers();
comparePhotos();
reviewByKeys();
offerPrint();
offerCopy();
drawMasks();
