import { Module, type DynamicModule, type Provider } from '@nestjs/common';

/** Makes adapters that the program around the API chooses visible to every module. */
@Module({})
export class AdaptersModule {
  static register(adapters: readonly Provider[]): DynamicModule {
    const exported = adapters.map((adapter) => (typeof adapter === 'function' ? adapter : adapter.provide));
    return { module: AdaptersModule, global: true, providers: [...adapters], exports: exported };
  }
}
