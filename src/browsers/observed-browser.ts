/**
 * The engine family that recorded an exchange. Which browser a verdict is predicted for is another
 * matter: the lanes of `verdict/`.
 */
export type ObservedBrowser = "chromium" | "gecko";
