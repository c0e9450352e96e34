import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Where the API answers while the pages are being worked on (`vite`); the built pages are served by the server itself. */
const developmentServer = 'http://127.0.0.1:8080';

/** Sources of which only the used parts come along: the schemas of the contract would bring their library into the browser. */
const usedPartsOnly = /\/(contracts|src\/messages|src\/domain|node_modules\/zod)\//;

export default defineConfig({
  plugins: [react()],
  server: { proxy: { '/api': developmentServer } },
  worker: { format: 'es' },
  build: {
    target: 'es2022',
    sourcemap: false,
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 800,
    rolldownOptions: {
      // What several pages share comes at once: a hundred little files would each be a journey.
      output: {
        codeSplitting: { groups: [{ name: 'shared', test: /\/(web\/src|src|contracts)\//, minShareCount: 3 }] },
      },
      treeshake: { propertyReadSideEffects: false, moduleSideEffects: (id) => !usedPartsOnly.test(id) },
    },
  },
});
