export function findChromium(): string | null;
export function installSystemPackages(): Promise<void>;
