const PATHS = {
  record: <circle cx="8" cy="8" r="5" fill="currentColor" stroke="none" />,
  pause: (
    <>
      <circle cx="8" cy="8" r="6.2" />
      <rect x="5.5" y="5.5" width="5" height="5" fill="currentColor" stroke="none" />
    </>
  ),
  clear: (
    <>
      <circle cx="8" cy="8" r="5.8" />
      <path d="m4 4 8 8" />
    </>
  ),
  download: <path d="M8 2v8m-3.5-3L8 10.5 11.5 7M3 13.5h10" />,
  back: <path d="M10 3 5 8l5 5" />,
  settings: (
    <>
      <circle cx="8" cy="8" r="2.2" />
      <path d="M8 1.8v2.4M8 11.8v2.4M1.8 8h2.4M11.8 8h2.4M3.6 3.6l1.7 1.7M10.7 10.7l1.7 1.7M3.6 12.4l1.7-1.7M10.7 5.3l1.7-1.7" />
    </>
  ),
  bug: (
    <>
      <rect x="5" y="5.2" width="6" height="8" rx="3" />
      <path d="M5.8 5 4 2.5M10.2 5 12 2.5M5 9.2H1.8m9.2 0h3.2M5.4 11.6 3 13.6m7.6-2 2.4 2M8 5.5v7.5" />
    </>
  ),
  more: <path d="M8 3.5v.01M8 8v.01M8 12.5v.01" stroke-width="2.4" stroke-linecap="round" />,
  close: <path d="m4 4 8 8m0-8-8 8" />,
};

/** An icon for a button that has its own name. */
export function Icon({ name }: { name: keyof typeof PATHS }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
      {PATHS[name]}
    </svg>
  );
}
