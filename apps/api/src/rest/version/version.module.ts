import { Controller, Get, Module } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public } from '../../auth/public.js';
import { Text } from '../fields.js';
import { serviceVersion } from '#platform/version/service-version';

/** What this service is. */
export class ServiceVersionDto {
  @Text()
  name: string;

  @Text({ description: 'Semantic version of the service.' })
  version: string;

  @Text({ description: 'Version of this API; `v1` only ever grows.' })
  api: string;
}

const answer: ServiceVersionDto = { name: 'slipway', version: serviceVersion(), api: 'v1' };

@ApiTags('service')
@Public()
@Controller('api/v1')
class VersionController {
  @Get('version')
  @ApiOperation({ operationId: 'getServiceVersion', summary: 'What this service is', security: [] })
  @ApiOkResponse({ type: ServiceVersionDto })
  version(): ServiceVersionDto {
    return answer;
  }
}

@Module({ controllers: [VersionController] })
export class VersionModule {}
