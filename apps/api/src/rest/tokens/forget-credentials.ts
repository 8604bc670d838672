import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { finalize, type Observable } from 'rxjs';
import { CredentialCache } from '../../auth/credential-cache.js';

/** For controllers that change who may what: after each change this process asks the database again who a token speaks for. */
@Injectable()
export class ForgetCredentials implements NestInterceptor {
  constructor(private readonly credentials: CredentialCache) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const { method } = context.switchToHttp().getRequest<FastifyRequest>();
    if (method === 'GET' || method === 'HEAD') return next.handle();
    // Also after an error: a change may have been committed although its answer could not be read.
    return next.handle().pipe(finalize(() => this.credentials.clear()));
  }
}
