import {
  bathtub,
  empirical,
  exponential,
  fixed,
  gamma,
  type Law,
  lognormal,
  weibull,
} from '../../failures/laws/law.ts';
import { milliseconds } from '../centre/amounts.ts';
import type { CountForm, LawName, LawParameters, SpanForm } from './laws-form.ts';

/** @param size of a parameter: ms where the law is of lengths of time */
export function lawOf<T>(law: LawName, form: LawParameters<T>, size: (given: T) => number): Law {
  const shape = form.shape!;
  const sigma = form.sigma!;
  switch (law) {
    case 'fixed':
      return fixed(size(form.mean!));
    case 'exponential':
      return exponential(size(form.mean!));
    case 'weibull':
      return form.mean === undefined
        ? weibull({ shape, scale: size(form.scale!) })
        : weibull({ shape, mean: size(form.mean) });
    case 'lognormal':
      return form.mean === undefined
        ? lognormal({ sigma, median: size(form.median!) })
        : lognormal({ sigma, mean: size(form.mean) });
    case 'gamma':
      return gamma({ shape, mean: size(form.mean!) });
    case 'bathtub':
      return bathtub({
        early: { shape: form.early!.shape, scale: size(form.early!.scale) },
        chance: size(form.chance!),
        wear: { shape: form.wear!.shape, scale: size(form.wear!.scale) },
      });
    case 'empirical':
      return empirical(form.values!.map(size));
  }
}

/** A length of time as it is said: always the same where no law is given. */
export const spanOf = (form: SpanForm): Law =>
  typeof form === 'string' ? fixed(milliseconds(form)) : lawOf(form.law, form, milliseconds);

/** How long until something comes again: by chance alone where no law is given. */
export const waitOf = (form: SpanForm): Law =>
  typeof form === 'string' ? exponential(milliseconds(form)) : lawOf(form.law, form, milliseconds);

export const countOf = (form: CountForm): Law =>
  typeof form === 'number' ? fixed(form) : lawOf(form.law, form, (given) => given);
