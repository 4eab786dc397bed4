/** What `compute` gives, computed when it is first asked for. */
export function lazy<T>(compute: () => T): () => T {
  let known: { readonly value: T } | undefined;
  return () => (known ??= { value: compute() }).value;
}

/** What `compute` gives for something, computed once for all that have one key. */
export function oncePer<T, Answer>(keyOf: (each: T) => string, compute: (each: T) => Answer): (each: T) => Answer {
  const known = new Map<string, Answer>();
  return (each) => {
    const key = keyOf(each);
    if (!known.has(key)) known.set(key, compute(each));
    return known.get(key)!;
  };
}

/** The same of a text. */
export function oncePerText<Answer>(compute: (text: string) => Answer): (text: string) => Answer {
  return oncePer((text) => text, compute);
}
