/**
 * The engine family that recorded an exchange. The browsers that a verdict is predicted for are the lanes of
 * `verdict/`.
 */
export type ObservedBrowser = "chromium" | "gecko";
