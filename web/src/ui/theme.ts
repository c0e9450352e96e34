import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';

/** Ten steps around the accent #5B3FC4 / #A792FF; links, focus and buttons only, because blue is taken. */
const violet: MantineColorsTuple = [
  '#efebfb',
  '#d9d0f5',
  '#c3b5f0',
  '#a792ff',
  '#8a70e8',
  '#6f55d6',
  '#5b3fc4',
  '#4e35ab',
  '#412c90',
  '#332272',
];

export const theme = createTheme({
  primaryColor: 'violet',
  primaryShade: { light: 6, dark: 5 },
  colors: { violet },
  fontFamily: 'var(--font-text)',
  fontFamilyMonospace: 'var(--font-mono)',
  headings: { fontFamily: 'var(--font-text)', fontWeight: '600' },
  defaultRadius: 'sm',
  cursorType: 'pointer',
  respectReducedMotion: true,
});

/** Hands the kit our tokens where its own defaults fail contrast (dimmed text, filled buttons in dark). */
export const cssVariablesResolver: CSSVariablesResolver = () => {
  const shared = {
    '--mantine-color-body': 'var(--page)',
    '--mantine-color-text': 'var(--text)',
    '--mantine-color-dimmed': 'var(--text-secondary)',
    '--mantine-color-placeholder': 'var(--text-secondary)',
    '--mantine-color-anchor': 'var(--accent)',
    '--mantine-color-error': 'var(--error-text)',
    '--mantine-color-default': 'var(--page)',
    '--mantine-color-default-hover': 'var(--panel)',
    '--mantine-color-default-color': 'var(--text)',
    '--mantine-color-default-border': 'var(--control-border)',
    '--mantine-primary-color-filled': 'var(--accent-filled)',
    '--mantine-primary-color-light-color': 'var(--accent)',
    '--mantine-primary-color-contrast': 'var(--accent-text)',
  };
  return { variables: {}, light: shared, dark: shared };
};
