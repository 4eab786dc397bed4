/** Deeper than configuration is written, and far from the end of the call stack. */
const DEEPEST = 100;

/** What an evaluation rests on that was cut short for want of steps or depth: below every place on the stack. */
const CUT_SHORT = -1;

/** Where a value is kept: that of a node in an activation, of an export, of a property. */
export class Slot<V> {
  /** Where on the stack its evaluation is; null while it is not evaluated. */
  place: number | null = null;
  whole: { readonly value: V; readonly height: number; readonly circle: readonly Slot<unknown>[] } | null = null;
  /** What it is for as long as the evaluation at the place `restsOn`, which led here and is led back to, goes on. */
  partial: { readonly value: V; readonly restsOn: number } | null = null;

  /** Whether its value leads back to something that is evaluated right now, and is another one there. */
  get isCut(): boolean {
    return this.whole?.circle.some(({ place }) => place !== null) ?? false;
  }
}

interface Evaluation {
  /** The lowest place on the stack whose value was asked for before it was there. */
  restsOn: number;
  /** How many evaluations it held inside of each other. */
  height: number;
}

/**
 * Keeps what is evaluated, once it is known as well as it ever will be. What rests on an evaluation that is going on
 * still (a circle) is kept until that ends, what was cut short for want of steps or depth only until the question is
 * answered: so the answers are the same in whatever order the questions are asked.
 */
export class Memory {
  private readonly stack: Evaluation[] = [];
  private readonly partial: Slot<unknown>[] = [];

  /** Whether nothing is being evaluated. */
  get isIdle(): boolean {
    return this.stack.length === 0;
  }

  /** What is kept in a slot, evaluated where nothing is; null where that leads back to itself, or too deep. */
  recall<V>(slot: Slot<V>, evaluate: () => V): V | null {
    const place = this.stack.length;
    if (slot.place !== null) return this.restOn(slot.place);
    if (slot.whole && !slot.isCut && place + slot.whole.height <= DEEPEST) {
      this.grow(slot.whole.height);
      return slot.whole.value;
    }
    if (slot.partial) {
      this.restOn(slot.partial.restsOn);
      return slot.partial.value;
    }
    return place >= DEEPEST ? this.cutShort() : this.keep(slot, evaluate);
  }

  /** What is being evaluated is not known as well as it could be. */
  cutShort(): null {
    return this.restOn(CUT_SHORT);
  }

  private keep<V>(slot: Slot<V>, evaluate: () => V): V {
    const place = this.stack.length;
    const before = this.partial.length;
    const evaluation: Evaluation = { restsOn: place, height: 1 };
    this.stack.push(evaluation);
    slot.place = place;
    try {
      const value = evaluate();
      if (evaluation.restsOn < place) slot.partial = { value, restsOn: evaluation.restsOn };
      else slot.whole = { value, height: evaluation.height, circle: this.partial.slice(before) };
      return value;
    } finally {
      slot.place = null;
      this.stack.pop();
      if (slot.partial) this.partial.push(slot);
      if (!slot.partial || place === 0) this.forgetPartial(before);
      this.restOn(evaluation.restsOn);
      this.grow(evaluation.height);
    }
  }

  private forgetPartial(before: number): void {
    for (const slot of this.partial.splice(before)) slot.partial = null;
  }

  private restOn(place: number): null {
    const top = this.stack.at(-1);
    if (top) top.restsOn = Math.min(top.restsOn, place);
    return null;
  }

  private grow(height: number): void {
    const top = this.stack.at(-1);
    if (top) top.height = Math.max(top.height, height + 1);
  }
}
