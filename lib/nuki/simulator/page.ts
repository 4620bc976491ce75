const style = `
  body { font: 14px/1.5 system-ui; margin: 2rem auto; max-width: 72rem; padding: 0 1rem; color-scheme: light dark; }
  table { border-collapse: collapse; width: 100%; }
  th, td { text-align: left; padding: .25rem .6rem; border-bottom: 1px solid #8884; }
  button { margin-right: .3rem; }
  .off { color: #c33; }
`;

const script = `
  const call = (path, body) => fetch("/_sim" + path, { method: "POST", body: JSON.stringify(body ?? {}) }).then(show);
  const cell = (row, text, name) => { const td = row.insertCell(); td.textContent = text; if (name) td.className = name; return td; };
  const button = (parent, text, run) => {
    const element = document.createElement("button");
    element.textContent = text;
    element.onclick = run;
    parent.append(element);
  };
  const fill = (id, items, draw) => {
    const body = document.getElementById(id);
    body.replaceChildren();
    for (const item of items) draw(body.insertRow(), item);
  };
  const verb = (device, name, body) => () => call("/devices/" + device.smartlockId + "/" + name, body);
  async function show() {
    const state = await (await fetch("/_sim/state")).json();
    const outbox = await (await fetch("/_sim/outbox")).json();
    document.getElementById("now").textContent =
      state.clock.now + " (" + state.clock.mode + ") · " + state.pending.length + " pending · " + state.logRows + " log rows";
    fill("devices", state.devices, (row, device) => {
      cell(row, device.smartlockId);
      cell(row, device.name);
      cell(row, device.type);
      cell(row, device.online ? "online" : "offline (" + device.serverState + ")", device.online ? "" : "off");
      cell(row, device.batteryCharge === null ? "–" : device.batteryCharge + " %", device.batteryCritical ? "off" : "");
      cell(row, device.auths);
      cell(row, device.pending);
      const actions = cell(row, "");
      button(actions, device.online ? "Take offline" : "Bring online", verb(device, device.online ? "offline" : "online"));
      if (device.type !== 2) button(actions, "Unlock by hand", verb(device, "hand", { action: 1 }));
      if (device.doorState > 1)
        button(actions, device.doorState === 3 ? "Close" : "Open", verb(device, "door", { open: device.doorState !== 3 }));
      if (device.type === 2)
        button(actions, device.continuous ? "End continuous" : "Continuous", verb(device, "continuous", { on: !device.continuous }));
      button(actions, "Drain battery", verb(device, "battery", { charge: 8 }));
      if (device.keypad) button(actions, "Wrong code", verb(device, "wrong-code", { times: 1 }));
      if (device.type === 2) button(actions, "Ring", verb(device, "ring"));
    });
    fill("bridges", state.bridges, (row, bridge) => {
      cell(row, bridge.name);
      cell(row, bridge.url + " · " + bridge.token);
      const condition = bridge.booting ? "starting" : !bridge.powered ? "no power" : !bridge.wifi ? "no Wi-Fi"
        : bridge.serverConnected ? "connected" : "no cloud";
      cell(row, condition, condition === "connected" ? "" : "off");
      cell(row, bridge.devices.map((device) => device.name + " " + (device.rssi === null ? "–" : device.rssi + " dBm")).join(", "));
      cell(row, bridge.requests);
      const actions = cell(row, "");
      const change = (name, body) => () => call("/bridges/" + bridge.key + "/" + name, body);
      button(actions, bridge.powered ? "Cut power" : "Give power", change("power", { on: !bridge.powered }));
      button(actions, bridge.wifi ? "Lose Wi-Fi" : "Join Wi-Fi", change("wifi", { on: !bridge.wifi }));
      button(actions, bridge.cloud ? "Lose cloud" : "Reach cloud", change("cloud", { on: !bridge.cloud }));
      button(actions, "Reboot", change("reboot"));
      button(actions, "Press button", change("press-button"));
    });
    fill("pending", state.pending, (row, item) => {
      for (const text of [item.kind, item.smartlockId, item.name ?? "", item.due]) cell(row, text);
    });
    fill("outbox", outbox.slice(-30).reverse(), (row, mail) => {
      for (const text of [mail.to, mail.device, mail.code, mail.expiresAt, mail.redeemedAt ?? ""]) cell(row, text);
    });
    document.getElementById("requests").textContent = JSON.stringify(state.requests, null, 1);
  }
  for (const [id, path, body] of [["settle", "/settle"], ["hour", "/clock/advance", { ms: 3600000 }], ["reset", "/reset"]])
    document.getElementById(id).onclick = () => call(path, body);
  show();
  setInterval(show, 2000);
`;

const head = (...names: string[]) =>
  `<thead><tr>${names.map((name) => `<th>${name}</th>`).join("")}</tr></thead>`;

/** One page without anything from elsewhere, to see and to poke the world. */
export const pageHtml = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Nuki simulator</title><link rel="icon" href="data:,"><style>${style}</style></head><body>
<h1>Nuki simulator</h1><p id="now"></p>
<p><button id="settle">Settle</button><button id="hour">An hour later</button><button id="reset">Begin again</button></p>
<h2>Devices</h2>
<table>${head("Id", "Name", "Type", "State", "Battery", "Authorizations", "Pending", "")}<tbody id="devices"></tbody></table>
<h2>Bridges</h2>
<table>${head("Name", "Address and token", "State", "Devices", "Requests", "")}<tbody id="bridges"></tbody></table>
<h2>Pending</h2>
<table>${head("Kind", "Device", "Name", "Due")}<tbody id="pending"></tbody></table>
<h2>Outbox</h2>
<table>${head("To", "Device", "Code", "Valid until", "Redeemed")}<tbody id="outbox"></tbody></table>
<h2>Requests</h2><pre id="requests"></pre>
<script>${script}</script></body></html>`;
