import { rulePage, type Finding, type Fix } from '../lint';
import type { PlacedFinding, PlacedFix } from './answers';
import type { Places } from './places';

export function placedFinding(finding: Finding, places: Places): PlacedFinding {
  const { rule, message, severity, unnecessary } = finding;
  const related = finding.related.map((each) => ({
    file: each.file,
    range: places.range(each),
    message: each.message,
  }));
  return { rule, page: rulePage(rule), message, severity, unnecessary, range: places.range(finding), related };
}

export function placedFix({ title, isPreferred, edits, newFiles }: Fix, places: Places): PlacedFix {
  const placed = edits.map((edit) => ({ file: edit.file, range: places.range(edit), newText: edit.newText }));
  return { title, isPreferred, edits: placed, newFiles };
}
