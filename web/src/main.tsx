import './ui/fonts.css';
import './ui/kit.css';
import './ui/tokens.css';
import './ui/base.css';
import './ui/forms.css';
import './ui/figures.css';
import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ApiError } from './api/client.ts';
import { queries } from './api/queries.ts';
import { sessionQuery } from './api/session.ts';
import { createAppRouter } from './routes/router.tsx';
import { loadFonts } from './ui/fonts.ts';
import { firstLanguage, LanguageProvider } from './ui/language.tsx';
import { loadTexts } from './ui/texts.ts';
import { cssVariablesResolver, theme } from './ui/theme.ts';

/** Data stay good until a hint says otherwise; what the server refused is not asked again by itself. */
const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: Number.POSITIVE_INFINITY,
      refetchOnWindowFocus: false,
      refetchOnReconnect: true,
      networkMode: 'always',
      retry: (count, error) => count < 2 && (!(error instanceof ApiError) || error.status === 0 || error.status >= 500),
      retryDelay: (count) => 500 * 2 ** count,
    },
  },
});
const router = createAppRouter();
const colorScheme = localStorageColorSchemeManager({ key: 'smena.theme' });

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no element #root');
// What somebody may do and the state of the server decide what is drawn; a server that is away is told by the pages.
void client.prefetchQuery(sessionQuery());
void client.prefetchQuery(queries.status());
await Promise.all([loadTexts(firstLanguage()), loadFonts()]);
createRoot(root).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariablesResolver}
      colorSchemeManager={colorScheme}
      defaultColorScheme="auto"
    >
      <LanguageProvider>
        <QueryClientProvider client={client}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </LanguageProvider>
    </MantineProvider>
  </StrictMode>,
);
