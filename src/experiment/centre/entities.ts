import type { Entity } from '../../model/centre.ts';
import { suggestion } from '../../model/nearest.ts';
import type { Path, Problem } from '../problem.ts';
import { coresOf, percent } from './amounts.ts';
import { excesses } from './entitlements.ts';
import { checkBranches } from './limits.ts';
import { limitsOf } from './machine.ts';
import type { AccountForm, AccountsForm, UserForm } from './rules-form.ts';

/** The account of jobs that name none. */
export const DEFAULT_ACCOUNT = 'default';
/** The user of jobs of which nobody says whose they are. */
export const UNKNOWN_USER = 'unknown';

/** Whether a name is a number as traces call users and groups by. */
export const isNumber = (name: string): boolean => /^(0|[1-9]\d*)$/.test(name);

/** The tree of accounts and users as those see it who look for a name in it. */
export interface KnownEntities {
  readonly list: readonly Entity[];
  /** Names of all accounts. */
  readonly accounts: readonly string[];
  account(name: string): number | undefined;
  /** Whether jobs that have not been read yet may bring somebody of this name along. */
  mayCome(kind: Entity['kind'], name: string): boolean;
}

const accountsIn = (list: readonly Entity[]): string[] =>
  list.filter(({ kind }) => kind === 'account').map(({ name }) => name);

/** A tree that is complete: all jobs have been read. */
export function entitiesIn(list: readonly Entity[]): KnownEntities {
  const rows = new Map(list.flatMap(({ kind, name }, row) => (kind === 'account' ? [[name, row] as const] : [])));
  return { list, accounts: accountsIn(list), account: (name) => rows.get(name), mayCome: () => false };
}

/** The tree of accounts and users, which grows by those who are first seen in the workload. */
export class Entities implements KnownEntities {
  readonly list: Entity[] = [];
  /** See `Entitled.percents`. */
  readonly percents: Map<number, number> = new Map<number, number>();
  readonly #rows = new Map<string, number>();
  readonly #listed: boolean;

  /** @param cores of the machine at the beginning, and of all nodes that are ever there */
  constructor(
    accounts: AccountsForm | undefined,
    cores: Readonly<Record<'first' | 'ever', number>>,
    problems: Problem[],
  ) {
    this.#listed = typeof accounts === 'object';
    const forms = typeof accounts === 'object' ? accounts : {};
    for (const name of inOrder(forms, problems)) this.#addAccount(name, forms[name]!, cores.first);
    for (const { entity, key, message } of excesses({
      entities: this.list,
      percents: this.percents,
      cores: cores.ever,
    }))
      problems.push({ path: [...this.pathOf(entity), ...key], message });
    checkBranches(this.list, (entity) => this.pathOf(entity), problems);
  }

  get accounts(): string[] {
    return accountsIn(this.list);
  }

  account(name: string): number | undefined {
    return this.#rows.get(`a ${name}`);
  }

  /** All of this name; a user may work for several accounts. */
  called(kind: Entity['kind'], name: string): number[] {
    return this.list.flatMap((entity, row) => (entity.kind === kind && entity.name === name ? [row] : []));
  }

  mayCome(kind: Entity['kind'], name: string): boolean {
    return kind === 'user' || !this.#listed || name === DEFAULT_ACCOUNT;
  }

  /** The leaf of a user within an account; both are made where they are not known. */
  leaf(account: string, user: string): number {
    const known = this.#rows.get(`u ${account} ${user}`);
    if (known !== undefined) return known;
    const parent = this.account(account) ?? this.#add(`a ${account}`, plain('account', account, -1));
    return this.#add(`u ${account} ${user}`, plain('user', user, parent));
  }

  /** Where it stands in the scenario, if it is given there. */
  pathOf(entity: number): Path {
    const { kind, name, parent } = this.list[entity]!;
    return kind === 'account' ? ['accounts', name] : ['accounts', this.list[parent]!.name, 'users', name];
  }

  #addAccount(name: string, form: AccountForm, cores: number): void {
    const guarantee = form.guarantee === undefined ? 0 : coresOf(form.guarantee, cores);
    const burst = form.burst === undefined ? Number.POSITIVE_INFINITY : coresOf(form.burst, cores);
    const parent = form.parent === undefined ? -1 : (this.account(form.parent) ?? -1);
    const row = this.#addGiven(`a ${name}`, { ...entityOf('account', name, parent, form), guarantee, burst }, form);
    for (const [user, given] of Object.entries(form.users ?? {}))
      this.#addGiven(`u ${name} ${user}`, entityOf('user', user, row, given), given);
  }

  #addGiven(key: string, entity: Entity, { shares }: UserForm): number {
    if (typeof shares === 'string') this.percents.set(this.list.length, percent(shares));
    return this.#add(key, entity);
  }

  #add(key: string, entity: Entity): number {
    this.#rows.set(key, this.list.length);
    return this.list.push(entity) - 1;
  }
}

const plain = (kind: Entity['kind'], name: string, parent: number): Entity => entityOf(kind, name, parent, {});

const entityOf = (kind: Entity['kind'], name: string, parent: number, { shares = 1, limits }: UserForm): Entity => ({
  name,
  kind,
  parent,
  shares: typeof shares === 'number' ? shares : percent(shares),
  limits: limitsOf(limits),
  guarantee: 0,
  burst: Number.POSITIVE_INFINITY,
});

type Forms = Readonly<Record<string, AccountForm>>;

/** Parents before their children. */
function inOrder(forms: Forms, problems: Problem[]): string[] {
  const order: string[] = [];
  const visit = (name: string, path: readonly string[]): void => {
    if (order.includes(name)) return;
    const { parent } = forms[name]!;
    const at: Path = ['accounts', name, 'parent'];
    if (parent !== undefined && !Object.hasOwn(forms, parent))
      problems.push({ path: at, message: `unknown account '${parent}'${suggestion(parent, Object.keys(forms))}` });
    else if (parent !== undefined && path.includes(parent))
      problems.push({
        path: at,
        message: `accounts are parts of each other: ${[...path.slice(path.indexOf(parent)), parent].join(' -> ')}`,
      });
    else if (parent !== undefined) visit(parent, [...path, parent]);
    order.push(name);
  };
  for (const name of Object.keys(forms)) visit(name, [name]);
  return order;
}
