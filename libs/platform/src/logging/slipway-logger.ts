import type { LoggerService } from '@nestjs/common';
import { pino, type DestinationStream, type Level, type Logger as PinoLogger } from 'pino';
import type { LoggingConfig } from '../config/logging-config.js';
import { redact, redactText } from './redact.js';
import { currentRequestContext, type RequestContext } from './request-context.js';

/**
 * The only logger: one JSON object a line on standard output, with `time`, `level`, `context`, `msg`, while a request or job is served
 * `requestId`, `traceId` and `promotionId`, and, for everything that was passed beside the message, `data`. Nothing that callers or users provide lands on the top level or outside a JSON string, so it
 * can neither replace a field nor forge a line; secrets are hidden at any depth (see `redact`).
 *
 * Nest calls the methods as `log(message, ...data, context)`; an error's second argument may be its stack.
 */
export class SlipwayLogger implements LoggerService {
  private constructor(
    private readonly pino: PinoLogger,
    private readonly context: string | undefined,
  ) {}

  /** A logger that writes to standard output, or to `destination`. */
  static create(config: LoggingConfig, destination?: DestinationStream): SlipwayLogger {
    const options = {
      level: config.level,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label: string) => ({ level: label }) },
      mixin: () => {
        const context = currentRequestContext();
        return context === undefined ? {} : contextFields(context);
      },
    };
    return new SlipwayLogger(destination === undefined ? pino(options) : pino(options, destination), undefined);
  }

  /** The same logger for one part of the program; `context` is its name in every line. */
  withContext(context: string): SlipwayLogger {
    return new SlipwayLogger(this.pino, context);
  }

  log(message: unknown, ...rest: unknown[]): void {
    this.write('info', message, rest);
  }

  info(message: unknown, ...rest: unknown[]): void {
    this.write('info', message, rest);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('fatal', message, rest);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('trace', message, rest);
  }

  private write(level: Level, message: unknown, rest: readonly unknown[]): void {
    if (!this.pino.isLevelEnabled(level)) return;
    // Without a context of our own the last text is Nest's context; all else is data.
    const last = rest.at(-1);
    const nestContext = this.context === undefined && typeof last === 'string' ? last : undefined;
    const data: unknown[] = (nestContext === undefined ? rest : rest.slice(0, -1)).filter((item) => item !== undefined);
    if (typeof message !== 'string') data.unshift(message);
    const context = this.context ?? nestContext;
    const fields: Record<string, unknown> = {
      ...(context === undefined ? {} : { context: redactText(context) }),
      ...(data.length === 0 ? {} : { data: redact(data.length === 1 ? data[0] : data) }),
    };
    const text = typeof message === 'string' ? message : message instanceof Error ? message.message : '';
    // The message is given as an argument, never as the format: a `%s` in user text stays two characters.
    this.pino[level](fields, '%s', redactText(text));
  }
}

function contextFields({ requestId, span, subject }: RequestContext): Record<string, string> {
  return {
    ...(requestId === undefined || requestId === null ? {} : { requestId: redactText(requestId) }),
    ...(span === undefined ? {} : { traceId: span.traceId }),
    ...(subject?.promotionId === undefined ? {} : { promotionId: redactText(subject.promotionId) }),
  };
}
