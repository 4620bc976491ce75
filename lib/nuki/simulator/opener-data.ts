import { type Call, invalid, ok, pathNumber, type Reply, type Route, refuse } from "./http.ts";
import { queryFlag, queryInteger } from "./input.ts";

const brands = [
  { brandId: 1, brand: "BTicino" },
  { brandId: 2, brand: "Siedle" },
  { brandId: 3, brand: "Ritto" },
  { brandId: 4, brand: "Urmet" },
];

const changed = { creationDate: "2024-02-01T09:00:00.000Z", updateDate: "2026-02-20T09:00:00.000Z" };
const unchanged = { creationDate: "2021-05-03T09:00:00.000Z", updateDate: "2021-05-03T09:00:00.000Z" };
const analogue = {
  ...{ conGndBus: "", conBusAudio: "", conAudioout: "9", conDoorbellPlus: "7", conDoorbellMinus: "10" },
  ...{ conOpendoor: "1", conGndAnalogue: "6.1", busModeSwitch: 0, busModeSwitchShortCircuitDuration: 0 },
};
const bus = {
  ...{ conGndBus: "Ib", conBusAudio: "Ia", conAudioout: "", conDoorbellPlus: "", conDoorbellMinus: "" },
  ...{ conOpendoor: "", conGndAnalogue: "", busModeSwitch: 1, busModeSwitchShortCircuitDuration: 500 },
};

/** `verified`: 1 verified, 2 maybe, 3 not compatible. */
const models = [
  { intercomId: 1101, brandId: 1, type: 5, model: "Sprint L2", verified: 1, ...bus, ...unchanged },
  { intercomId: 1102, brandId: 1, type: 5, model: "Classe 100", verified: 2, ...bus, ...changed },
  { intercomId: 1103, brandId: 2, type: 3, model: "HTS 811-0", verified: 1, ...analogue, ...unchanged },
  { intercomId: 1104, brandId: 2, type: 6, model: "BTC 850-02", verified: 3, ...bus, ...unchanged },
  { intercomId: 1105, brandId: 3, type: 8, model: "TwinBus 7630", verified: 1, ...bus, ...changed },
  { intercomId: 1106, brandId: 4, type: 1, model: "1130", verified: 1, ...analogue, ...unchanged },
];

function brand(call: Call): Reply {
  const found = brands.find((item) => item.brandId === pathNumber(call, "brandId"));
  if (!found) throw refuse(404, "Brand not found");
  return ok(found);
}

/** A brand must be named, unless only what changed lately is wanted. */
function intercoms(call: Call): Reply {
  const brandId = queryInteger(call, "brandId");
  const recent = queryFlag(call, "recentlyChanged");
  const all = queryFlag(call, "ignoreVerified");
  if (brandId === undefined && !recent) throw invalid(null, "brandId");
  return ok(
    models
      .filter((model) => brandId === undefined || model.brandId === brandId)
      .filter((model) => !recent || model.updateDate === changed.updateDate)
      .filter((model) => all || model.verified !== 3),
  );
}

function intercom(call: Call): Reply {
  const found = models.find((item) => item.intercomId === pathNumber(call, "intercomId"));
  if (!found) throw refuse(404, "Intercom not found");
  return ok(found);
}

export const openerDataRoutes: Route[] = [
  { method: "GET", path: "/opener/brand", scopes: null, run: () => ok(brands) },
  { method: "GET", path: "/opener/brand/:brandId", scopes: null, run: brand },
  { method: "GET", path: "/opener/intercom", scopes: null, run: intercoms },
  { method: "GET", path: "/opener/intercom/:intercomId", scopes: null, run: intercom },
];
