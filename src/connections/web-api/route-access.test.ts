import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createApi } from './open-api.ts';
import { demandRights } from './route-access.ts';

describe('the right of a route', () => {
  test('must be said, or the server does not start', () => {
    const app = createApi();
    demandRights(app);
    app.get('/api/v1/known', { config: { right: 'see' } }, () => 'x');
    app.get('/api/v1/anybody', { config: { right: null } }, () => 'x');
    app.get('/api/v1/public', { config: { public: true } }, () => 'x');
    // The pages hold no data.
    app.get('/pages', () => 'x');
    assert.throws(() => app.get('/api/v1/forgotten', () => 'x'), /GET.* \/api\/v1\/forgotten does not say what right/);
    assert.throws(() => app.post('/api/v1/other', { config: { network: true } }, () => 'x'), /does not say what right/);
  });
});
