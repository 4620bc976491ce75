"use server";

import { z } from "zod";
import { defineAction } from "@/lib/action";
import {
  createBridge,
  findBridgesNearby,
  removeBridge,
  testBridge,
  updateBridge,
} from "@/lib/bridges/commands";
import { accountIdSchema, bridgeIdSchema, bridgeSchema } from "@/lib/bridges/schema";

const ofBridge = z.object({ bridgeId: bridgeIdSchema });

export const createBridgeAction = defineAction({
  permission: "bridges:write",
  input: z.object({ accountId: accountIdSchema, bridge: bridgeSchema }),
  run: (actor, input) => createBridge(actor, input),
});

export const updateBridgeAction = defineAction({
  permission: "bridges:write",
  input: ofBridge.extend({ version: z.string().max(40), bridge: bridgeSchema }),
  run: (actor, input) => updateBridge(actor, input),
});

export const removeBridgeAction = defineAction({
  permission: "bridges:write",
  input: ofBridge,
  run: (actor, input) => removeBridge(actor, input),
});

export const testBridgeAction = defineAction({
  permission: "bridges:write",
  input: ofBridge,
  run: (actor, input) => testBridge(actor, input),
});

export const findBridgesAction = defineAction({
  permission: "bridges:write",
  input: z.object({ accountId: accountIdSchema }),
  run: findBridgesNearby,
});
