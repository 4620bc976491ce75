import { Icon } from "@/components/ui/icon";

export interface Person {
  readonly id: string;
  readonly name: string;
  /** What tells two of the same name apart. */
  readonly detail: string;
}

/** The people whom a search has found, each a button. */
export function FoundPeople({
  label,
  people,
  onChoose,
  addLabel,
}: {
  label: string;
  people: readonly Person[];
  onChoose: (person: Person) => void;
  /** The button's name where a person is added to others. */
  addLabel?: (person: Person) => string;
}) {
  if (people.length === 0) return null;
  return (
    <ul aria-label={label} className="divide-y divide-line overflow-hidden rounded-md border border-line">
      {people.map((person) => (
        <li key={person.id}>
          <button
            type="button"
            aria-label={addLabel?.(person)}
            onClick={() => onChoose(person)}
            className="flex min-h-10 w-full flex-wrap items-baseline gap-x-2 px-3 py-2 text-left -outline-offset-2 hover:bg-hover"
          >
            {addLabel && <Icon name="plus" size={14} className="self-center text-muted" />}
            <span className="font-medium">{person.name}</span>
            <span className="text-sm text-muted">{person.detail}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
