import { DeadEnd } from "@/components/dead-end";

/** Inside the frame, which has the page's main part already. */
export default function Forbidden() {
  return <DeadEnd kind="forbidden" />;
}
