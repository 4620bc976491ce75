import { expandObjectId } from "./ids.ts";
import type { Account, AccountUser, Auth, Device, Json } from "./world.ts";

export function authView(auth: Auth, email?: string): Json {
  const { operationId, ...rest } = auth;
  return {
    ...rest,
    ...(operationId === undefined ? {} : { operationId: expandObjectId(operationId) }),
    ...(email === undefined ? {} : { email }),
  };
}

export function deviceView(device: Device): Json {
  return {
    smartlockId: device.smartlockId,
    accountId: device.accountId,
    type: device.type,
    ...(device.lmType === undefined ? {} : { lmType: device.lmType }),
    authId: device.authId,
    name: device.name,
    favorite: device.favorite,
    config: device.config,
    ...(device.advancedConfig ? { advancedConfig: device.advancedConfig } : {}),
    ...(device.openerAdvancedConfig ? { openerAdvancedConfig: device.openerAdvancedConfig } : {}),
    ...(device.smartdoorAdvancedConfig ? { smartdoorAdvancedConfig: device.smartdoorAdvancedConfig } : {}),
    webConfig: device.webConfig,
    state: device.state,
    firmwareVersion: device.firmwareVersion,
    hardwareVersion: device.hardwareVersion,
    ...(device.operationId === undefined ? {} : { operationId: device.operationId }),
    serverState: device.serverState,
    adminPinState: device.adminPinState,
    virtualDevice: false,
    creationDate: device.creationDate,
    updateDate: device.updateDate,
    previousSubscriptions: [],
    opener: device.type === 2,
    box: device.type === 1,
    smartDoor: device.type === 3,
    keyturner: device.type === 0 || device.type === 4 || device.type === 5,
  };
}

export function accountView(account: Account): Json {
  const { setting: _setting, ...rest } = account;
  return { ...rest, emailVerified: true };
}

export function userView(user: AccountUser): Json {
  return { ...user };
}
