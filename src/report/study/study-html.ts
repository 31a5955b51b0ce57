import type { StudyReport } from './study-report.ts';
export const renderStudyHtml = (report: StudyReport): string => `<!doctype html><title>${report.kind}</title>`;
