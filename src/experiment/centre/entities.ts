import type { Entity, Qos } from '../../model/centre.ts';
import { suggestion } from '../../model/nearest.ts';
import type { Path, Problem } from '../problem.ts';
import { coresOf, milliseconds, percent } from './amounts.ts';
import { limitsOf } from './machine.ts';
import type { AccountForm, AccountsForm, QosForm, UserForm } from './rules-form.ts';

/** The account of jobs that name none. */
export const DEFAULT_ACCOUNT = 'default';

/** The tree of accounts and users, which grows by those who are first seen in the workload. */
export class Entities {
  readonly list: Entity[] = [];
  readonly #rows = new Map<string, number>();

  constructor(accounts: AccountsForm | undefined, cores: number, problems: Problem[]) {
    const forms = typeof accounts === 'object' ? accounts : {};
    for (const name of inOrder(forms, problems)) this.#addAccount(name, forms[name]!, cores, problems);
    checkSums(forms, problems);
  }

  get accounts(): string[] {
    return this.list.filter(({ kind }) => kind === 'account').map(({ name }) => name);
  }

  account(name: string): number | undefined {
    return this.#rows.get(`a ${name}`);
  }

  /** The leaf of a user within an account; both are made where they are not known. */
  leaf(account: string, user: string): number {
    const known = this.#rows.get(`u ${account} ${user}`);
    if (known !== undefined) return known;
    const parent = this.account(account) ?? this.#add(`a ${account}`, plain('account', account, -1));
    return this.#add(`u ${account} ${user}`, plain('user', user, parent));
  }

  #addAccount(name: string, form: AccountForm, cores: number, problems: Problem[]): void {
    const path = ['accounts', name];
    const guarantee = form.guarantee === undefined ? 0 : coresOf(form.guarantee, cores);
    const burst = form.burst === undefined ? Number.POSITIVE_INFINITY : coresOf(form.burst, cores);
    if (burst < guarantee)
      problems.push({ path: [...path, 'burst'], message: `is ${burst} cores, less than the ${guarantee} guaranteed` });
    if ((form.limits?.cores ?? guarantee) < guarantee)
      problems.push({ path: [...path, 'limits', 'cores'], message: `is less than the ${guarantee} cores guaranteed` });
    const parent = form.parent === undefined ? -1 : (this.account(form.parent) ?? -1);
    const row = this.#add(`a ${name}`, { ...entityOf('account', name, parent, form), guarantee, burst });
    for (const [user, given] of Object.entries(form.users ?? {}))
      this.#add(`u ${name} ${user}`, entityOf('user', user, row, given));
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
    if (parent !== undefined && !(parent in forms))
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

/** Nobody can be entitled to more than all there is. */
function checkSums(forms: Forms, problems: Problem[]): void {
  const parents = new Set(Object.values(forms).map(({ parent }) => parent));
  for (const parent of parents) {
    const children = Object.entries(forms).filter(([, form]) => form.parent === parent);
    for (const key of ['shares', 'guarantee'] as const) {
      const parts = children
        .filter(([, form]) => typeof form[key] === 'string')
        .map(([name, form]) => [name, percent(String(form[key]))] as const);
      const sum = parts.reduce((total, [, value]) => total + value, 0);
      if (sum > 100) {
        const all = parts.map(([name, value]) => `${name} ${value}%`).join(', ');
        problems.push({
          path: ['accounts', parts.at(-1)![0], key],
          message: `${key} come to ${sum}%, over 100%: ${all}`,
        });
      }
    }
  }
}

/** Classes of jobs; one, normal, where nothing is said. */
export function qosOf(given: Readonly<Record<string, QosForm>> | undefined, problems: Problem[]): Qos[] {
  const forms = given ?? { normal: {} };
  const names = Object.keys(forms);
  return Object.entries(forms).map(([name, form]) => ({
    name,
    factor: form.factor ?? 0,
    preempts: (form.preempts ?? []).flatMap((other, i) => {
      const index = names.indexOf(other);
      if (index < 0)
        problems.push({
          path: ['qos', name, 'preempts', i],
          message: `unknown QOS '${other}'${suggestion(other, names)}`,
        });
      return index < 0 ? [] : [index];
    }),
    preempted: form.preempted ?? 'requeue',
    protectedFor: form.protected_for === undefined ? 0 : milliseconds(form.protected_for),
    maxTime: form.max_time === undefined ? undefined : milliseconds(form.max_time),
    maxCores: form.max_cores,
    limits: limitsOf(form.limits),
    limitsPerUser: limitsOf(form.limits_per_user),
  }));
}
