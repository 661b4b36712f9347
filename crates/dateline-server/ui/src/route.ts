// Where we are: the address is the state, so that every view can be linked to.

import { useEffect, useState } from "preact/hooks";

export function go(to: string): void {
  history.pushState(null, "", to);
  dispatchEvent(new Event("moved"));
}

/** The address, kept up to date. */
export function useAddress(): URL {
  const [url, set] = useState(new URL(location.href));
  useEffect(() => {
    const moved = () => { set(new URL(location.href)); };
    addEventListener("popstate", moved);
    addEventListener("moved", moved);
    return () => { removeEventListener("popstate", moved); removeEventListener("moved", moved); };
  }, []);
  return url;
}
