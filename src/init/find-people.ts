import { configDefaults } from '../config/repository.ts';
import { repositorySchema } from '../config/repository-schema.ts';
import { type Choice, chosen, open } from './choice.ts';
import type { Survey, Team } from './survey.ts';

const USUAL_TEAM = 'ai-ops';
const TEAM = /(?<![a-z])ai[ _-]?ops(?![a-z])/i;
const LABEL = /verif|検証/i;

/** The team whose members put the label on (G4, U2). A team is proposed only by its name, never by its members. */
export function findTeam({ teams, ownedByPerson, owner }: Survey): readonly Choice[] {
  if (ownedByPerson) return [open('team', 'team_of_person', [owner])];
  if (!teams.known) return [open('team', 'teams_unread', [teams.why])];
  const likely = teams.value.filter(
    ({ slug, name }) => (TEAM.test(slug) || TEAM.test(name)) && isTaken({ team: slug }),
  );
  const usual = likely.find(({ slug }) => slug === USUAL_TEAM);
  if (usual !== undefined) return [chosen('team', usual.slug, 'team_named')];
  const [only, ...more] = likely;
  if (only === undefined) return [open('team', 'team_missing')];
  return more.length === 0
    ? [chosen('team', only.slug, 'team_guessed', [only.name])]
    : [open('team', 'team_unclear', slugsOf(likely))];
}

/** The label that the team puts on (G4). */
export function findLabel({ labels }: Survey): readonly Choice[] {
  const { name } = configDefaults().label;
  if (labels.some((label) => label.toLowerCase() === name.toLowerCase()))
    return [chosen('label.name', name, 'label_there')];
  return [
    open(
      'label.name',
      'label_missing',
      labels.filter((label) => LABEL.test(label)),
    ),
  ];
}

function isTaken(settings: object): boolean {
  return repositorySchema.safeParse(settings).success;
}

function slugsOf(teams: readonly Team[]): readonly string[] {
  return teams.map(({ slug }) => slug);
}
