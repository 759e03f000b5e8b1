/** Line icons of 24 units, drawn for this page; hidden from screen readers, since words stand beside them. */
const PATHS = {
  drop: "M12 3c4 5 6 8 6 11a6 6 0 0 1-12 0c0-3 2-6 6-11z",
  stop: "M7 7h10v10H7z",
  alarm: "M12 4 2.5 20h19L12 4zM12 10v5M12 17.5v.5",
  clock: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7v5l3 2",
  past: "M4 12a8 8 0 1 0 3-6.2M4 4v4h4M12 8v4l3 2",
  link: "M5 12.5a10 10 0 0 1 14 0M8 15.5a6 6 0 0 1 8 0M12 19v.1",
  broken: "M5 12.5a10 10 0 0 1 14 0M8 15.5a6 6 0 0 1 8 0M12 19v.1M4 4l16 16",
  back: "M15 5l-7 7 7 7",
  hand: "M8 12V6a1.5 1.5 0 0 1 3 0v5-7a1.5 1.5 0 0 1 3 0v7-5a1.5 1.5 0 0 1 3 0v9a6 6 0 0 1-11 3l-3-5a1.6 1.6 0 0 1 2.6-1.8L8 14z",
} as const;

export function Icon({ name }: { name: keyof typeof PATHS }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
