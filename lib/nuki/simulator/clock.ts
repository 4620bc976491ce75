export type Task = { due: number; label: string; background: boolean; run: () => void | Promise<void> };

const longestTimerMs = 2_000_000_000;

/**
 * The simulator's own time. Manual: it moves only by `advance`, and what falls due on the way runs at its due
 * time. Real: timers, with `speed` making an hour of Nuki pass in less.
 */
export class Clock {
  #manual: boolean;
  #speed: number;
  #startedAt: number;
  #realStart = Date.now();
  #tasks: Task[] = [];
  #timer: NodeJS.Timeout | undefined;
  #running = 0;
  #stopped = false;

  constructor(options: { manual: boolean; startAt: number; speed: number }) {
    this.#manual = options.manual;
    this.#startedAt = options.startAt;
    this.#speed = options.speed;
  }

  get manual(): boolean {
    return this.#manual;
  }

  now(): number {
    if (this.#manual) return this.#startedAt;
    return Math.round(this.#startedAt + (Date.now() - this.#realStart) * this.#speed);
  }

  iso(): string {
    return new Date(this.now()).toISOString();
  }

  after(delayMs: number, label: string, run: Task["run"], background = false): Task {
    const task: Task = { due: this.now() + delayMs, label, background, run };
    let low = 0;
    let high = this.#tasks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = this.#tasks[middle];
      if (other && other.due <= task.due) low = middle + 1;
      else high = middle;
    }
    this.#tasks.splice(low, 0, task);
    this.#arm();
    return task;
  }

  /** What somebody would wait for: background work such as the daily sync does not count. */
  waiting(): Task[] {
    return this.#tasks.filter((task) => !task.background);
  }

  get idle(): boolean {
    return this.#running === 0 && !this.#tasks.some((task) => !task.background);
  }

  async advance(ms: number): Promise<void> {
    if (!this.#manual) {
      // A jump of real time: what falls due on the way runs now, and time goes on from there.
      this.#startedAt += ms;
      await this.#runDue();
      this.#arm();
      return;
    }
    const target = this.#startedAt + ms;
    for (let task = this.#tasks[0]; task && task.due <= target; task = this.#tasks[0]) {
      this.#tasks.shift();
      this.#startedAt = Math.max(this.#startedAt, task.due);
      await this.#run(task);
    }
    this.#startedAt = target;
  }

  /** Manual: jumps from due time to due time until nothing waits. Real: waits, at most `limitMs` of real time. */
  async settle(limitMs: number): Promise<boolean> {
    if (this.#manual) {
      for (let step = 0; step < 100_000 && !this.idle; step++) {
        const next = this.#tasks.find((task) => !task.background);
        if (!next) break;
        await this.advance(Math.max(0, next.due - this.#startedAt));
      }
      return this.idle;
    }
    const until = Date.now() + limitMs;
    while (!this.idle && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 10));
    return this.idle;
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#tasks = [];
  }

  async #run(task: Task): Promise<void> {
    this.#running++;
    try {
      await task.run();
    } finally {
      this.#running--;
    }
  }

  async #runDue(): Promise<void> {
    for (let task = this.#tasks[0]; task && task.due <= this.now() && !this.#stopped; task = this.#tasks[0]) {
      this.#tasks.shift();
      // A slow webhook receiver must not hold up the other devices.
      void this.#run(task).catch((error: unknown) => console.error(`simulator: ${task.label} failed`, error));
    }
  }

  #arm(): void {
    if (this.#manual || this.#stopped) return;
    clearTimeout(this.#timer);
    const first = this.#tasks[0];
    if (!first) return;
    const wait = Math.min(Math.max(0, (first.due - this.now()) / this.#speed), longestTimerMs);
    this.#timer = setTimeout(() => {
      void this.#runDue().then(() => this.#arm());
    }, wait);
    this.#timer.unref();
  }
}
