// Lighthouse's accessibility category (无障碍评分) for the screen that stands open in a browser: `node score.mjs PORT`.
import { snapshot } from "lighthouse";
import { connect } from "puppeteer-core";

const flags = {
  onlyCategories: ["accessibility"],
  formFactor: "mobile",
  screenEmulation: { disabled: true }, // the window is a phone's already
};

const browser = await connect({ browserURL: `http://127.0.0.1:${process.argv[2]}`, defaultViewport: null });
const page = (await browser.pages()).find((one) => one.url().includes("/m/"));
const { lhr } = await snapshot(page, { flags });
await browser.disconnect();

const { score, auditRefs } = lhr.categories.accessibility;
const wrong = auditRefs
  .filter(({ id, weight }) => weight > 0 && lhr.audits[id].score !== null && lhr.audits[id].score < 1)
  .flatMap(({ id }) => (lhr.audits[id].details?.items ?? [{}]).map(({ node }) => `${id}: ${node?.snippet ?? ""}`));
const judged = auditRefs.filter(({ id, weight }) => weight > 0 && lhr.audits[id].score !== null).length;
console.log(JSON.stringify({ score: score * 100, judged, wrong, version: lhr.lighthouseVersion }));
