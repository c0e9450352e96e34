/** Texts of the page of the demo stand, English. */
export const screensStandEn = {
  'stand.title': 'Stand panel',
  'stand.open': 'Stand panel',
  'stand.intro': 'Switch a trouble on and see how the server shows it.',
  'stand.none': 'This is no stand: the data are real and there are no switches. A stand is started by smena demo.',
  'stand.on': 'on',
  'stand.off': 'off',
  'stand.turnOn': 'Switch on',
  'stand.turnOff': 'Switch back',
  'stand.loading': 'Loading the switches…',
  'stand.reports_more': 'Register {place} reports 500.00 more',
  'stand.reports_more.what':
    'The open shift closes and reports sales and a revenue that are ₽500.00 more than its receipts give; so do the next ones.',
  'stand.reports_more.where': 'Some seconds later the difference stands here:',
  'stand.reports_more.cases': 'Differences of the register',
  'stand.reports_more.shifts': 'Sales reconciliation of the register',
  'stand.reports_more.after':
    'After “Switch back” a shift that has closed differs until the difference is accepted with a reason.',
} as const;
