import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkArtifactPath, foldArtifactPath } from './artifact-path.js';
import { checkLineage } from './lineage.js';
import { checkSourceUri } from './source-uri.js';
import { fullyDecode } from './text.js';

describe('artifact path', () => {
  it.each(['model.pkl', 'a/b/c', '.hidden', 'a..b', '100%.txt', '%zz', 'größe/モデル', 'a b', '...', 'ab:c', 'x'.repeat(255)])(
    'takes %j',
    (path) => {
      expect(checkArtifactPath(path)).toBe(path);
    },
  );

  it.each([
    ['', /empty/],
    ['/etc/passwd', /relative/],
    ['C:/x', /relative/],
    ['c:x', /relative/],
    ['a//b', /empty segments/],
    ['a/', /empty segments/],
    ['..', /'\.\.'/],
    ['a/../b', /'\.\.'/],
    ['./a', /'\.'/],
    ['%2e%2e/a', /any encoding/],
    ['%252e%252e/a', /any encoding/],
    ['a%2f..%2fb', /any encoding/],
    ['..%5cb', /any encoding/],
    ['%ff%2e%2e%2fb/%2e%2e', /any encoding/],
    ['a%00b', /any encoding/],
    ['\uff0e\uff0e/a', /any encoding/],
    ['a\\b', /backslash/],
    ['a\0b', /NUL/],
    ['a\u0007', /control/],
    ['a\u202etxt', /bidirectional/],
    ['e\u0301', /form C/],
    ['\ud800', /surrogate/],
    ['ä'.repeat(128), /255 bytes/],
    ['a/'.repeat(2048) + 'b', /4096/],
  ])('refuses %j', (path, message) => {
    expect(() => checkArtifactPath(path)).toThrow(message);
  });

  it.each([
    ['Model.pkl', 'model.PKL'],
    ['straße', 'STRASSE'],
    ['ﬁle', 'file'],
    ['Ａ', 'a'],
    ['K', 'k'],
  ])('%s and %s collide', (one, other) => {
    expect(foldArtifactPath(one)).toBe(foldArtifactPath(other));
  });

  it('keeps different files apart', () => {
    expect(foldArtifactPath('a/b')).not.toBe(foldArtifactPath('a/c'));
  });
});

describe('source', () => {
  it.each([
    's3://bucket/a/b',
    's3://bucket/a//b',
    'gs://b/x',
    'hf://org/model@rev',
    'dbfs:/models/x',
    'oci://r.io/x:1',
    'models:/m/1',
    'runs:/abc/model',
    'https://host/x?y=1',
    'abfss://container@account.dfs.core.windows.net/x',
    'S3://bucket',
  ])('takes %s', (uri) => {
    expect(checkSourceUri(uri, '/source')).toBe(uri);
  });

  it.each([
    ['', /is a URI/],
    ['/local/path', /is a URI/],
    ['C:\\models', /is a URI/],
    ['s3:', /is a URI/],
    ['s3://', /name a place/],
    ['file:///etc/passwd', /local file/],
    ['javascript:alert(1)', /scheme 'javascript'/],
    ['https://user:pw@host/x', /password/],
    ['https://user@host/x', /password/],
    ['https://user%40host@x/', /password/],
    ['abfss://c:pw@account/x', /password/],
    ['s3://bucket/../x', /'\.\.'/],
    ['s3://bucket/%2e%2e/x', /'\.\.'/],
    ['s3://bucket/%25252e%25252e/x', /'\.\.'/],
    ['s3://bucket/a%5c..%5cb', /backslash/],
    ['s3://bucket/a%00', /NUL/],
    ['s3://bucket/a\0', /control/],
    ['s3://bucket/a ', /blanks/],
    ['s3://bucket/\ud800', /surrogate/],
    [`s3://${'x'.repeat(4096)}`, /4096/],
  ])('refuses %j', (uri, message) => {
    expect(() => checkSourceUri(uri, '/source')).toThrow(message);
  });
});

it('decodes until nothing changes, for any number of encodings', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }).filter((text) => !/%|\p{Cs}/u.test(text)),
      fc.nat(4),
      (text, times) => {
        let encoded = text;
        for (let time = 0; time < times; time += 1) encoded = encodeURIComponent(encoded);
        expect(fullyDecode(encoded)).toBe(text);
      },
    ),
  );
});

describe('lineage', () => {
  const sha = 'A'.repeat(64);

  it('is given back with hex in lower case', () => {
    expect(
      checkLineage(
        {
          gitCommit: 'ABCDEF0',
          repository: 'o/r',
          ciRun: 'https://ci/1',
          datasets: [{ name: 'd', digest: `sha256:${sha}`, source: 's3://b/d' }],
        },
        '/lineage',
      ),
    ).toEqual({
      gitCommit: 'abcdef0',
      repository: 'o/r',
      ciRun: 'https://ci/1',
      datasets: [{ name: 'd', digest: `sha256:${sha.toLowerCase()}`, source: 's3://b/d' }],
    });
    expect(checkLineage({}, '/lineage')).toEqual({});
  });

  it('names every wrong place', () => {
    const bad = {
      gitCommit: 'xyz',
      repository: 'https://u:p@host/r',
      ciRun: 'javascript:x',
      datasets: [
        { name: '', digest: 'sha256:00' },
        { name: 'd', digest: 'sha256:00000000' },
        { name: 'd', digest: 'crc32:deadbeef' },
      ],
    };
    expect(() => checkLineage(bad, '/lineage')).toThrow(
      expect.objectContaining({
        code: 'INVALID_ARGUMENT',
        errors: [
          '/lineage/gitCommit',
          '/lineage/repository',
          '/lineage/ciRun',
          '/lineage/datasets/0/name',
          '/lineage/datasets/1/digest',
        ].map((pointer) => expect.objectContaining({ pointer })),
      }),
    );
  });
});
