import { createConfigurator, type NukiConfigurator } from "@/lib/nuki/configurator";
import { createHttp, type Guard, type HttpOptions } from "@/lib/nuki/http";
import { createLimiter, type Limiter } from "@/lib/nuki/limiter";
import { createReader, type NukiReader } from "@/lib/nuki/reader";
import { createRegistrar, type NukiRegistrar } from "@/lib/nuki/registrar";
import { createWriter, type NukiWriter } from "@/lib/nuki/writer";

/** Moves a door. One call is at most one request, whatever happens: an answer that does not come is `unknown`. */
export interface NukiOperator {
  /**
   * `action` and `option` are Nuki's numbers; their meaning depends on the type of the device. The guard is asked when the
   * request is about to leave, and stops it by throwing: what waited too long in the limiter must not open a door.
   */
  action(deviceId: number, action: number, option?: number, guard?: Guard): Promise<void>;
}

/** One Nuki account in several hands: whoever plans gets only the reader. */
export interface Nuki {
  readonly reader: NukiReader;
  readonly writer: NukiWriter;
  readonly operator: NukiOperator;
  readonly configurator: NukiConfigurator;
  readonly registrar: NukiRegistrar;
}

export interface NukiOptions extends Omit<HttpOptions, "limiter"> {
  /** Shared by all clients of the account. By default 60 requests a minute with bursts of 30. */
  readonly limiter?: Limiter;
}

export function createNuki(options: NukiOptions): Nuki {
  const { now, sleep } = options;
  const limiter = options.limiter ?? createLimiter({ perMinute: 60, burst: 30, now, sleep });
  const http = createHttp({ ...options, limiter });
  return {
    reader: createReader(http),
    writer: createWriter(http),
    configurator: createConfigurator(http),
    registrar: createRegistrar(http),
    operator: {
      action: (deviceId, action, option, guard) =>
        http.send({
          method: "POST",
          path: "/smartlock/{smartlockId}/action",
          params: { smartlockId: deviceId },
          body: { action, option },
          policy: "action",
          lane: "first",
          guard,
        }),
    },
  };
}
