/** For a window in which nothing asks, offers or greets by itself. */
export const quietSettings = {
  'chat.disableAIFeatures': true,
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'telemetry.telemetryLevel': 'off',
  'extensions.ignoreRecommendations': true,
  'extensions.autoCheckUpdates': false,
  'git.enabled': false,
  'remote.autoForwardPorts': false,
  // The extension host looks for ports every other second otherwise, in /proc and with processes that it starts.
  'remote.autoForwardPortsSource': 'output',
  'update.mode': 'none',
} as const;
