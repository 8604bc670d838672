import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { RotateEndpointSecret, type RotatedSecret } from '#application/rotate-endpoint-secret/rotate-endpoint-secret';
import type { CommandContext } from '#application/shared/command-context';
import { TestEndpoint } from '#application/test-endpoint/test-endpoint';
import { Ctx } from '../ctx.js';
import { Problems } from '../problems.js';
import { RotatedSecretDto, RotateSecretDto } from './webhooks.dto.js';

/** What is done to an endpoint beside changing it. */
@ApiTags('webhooks')
@Controller('api/v1')
export class WebhookActsController {
  constructor(
    private readonly testEndpoint: TestEndpoint,
    private readonly rotateSecret: RotateEndpointSecret,
  ) {}

  @Post('webhooks/:id/test')
  @HttpCode(202)
  @ApiOperation({ operationId: 'testWebhook', summary: 'Send a test event to this endpoint; see its delivery for what came of it' })
  @ApiAcceptedResponse()
  @Problems(404, 409)
  test(@Ctx() context: CommandContext, @Param('id') id: string): Promise<void> {
    return this.testEndpoint.execute(context, id);
  }

  @Post('webhooks/:id/rotate-secret')
  @HttpCode(200)
  @ApiOperation({ operationId: 'rotateWebhookSecret', summary: 'A new secret; the old one signs too for a while' })
  @ApiOkResponse({ type: RotatedSecretDto })
  @Problems(404, 409, 413, 415, 422)
  rotate(@Ctx() context: CommandContext, @Param('id') id: string, @Body() body: RotateSecretDto): Promise<RotatedSecret> {
    return this.rotateSecret.execute(context, { ...body, id });
  }
}
