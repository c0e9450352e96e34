/** Rights and roles in words, and the refusal for a missing right (UX §11). */
import { rightTexts } from './right-texts.ts';

export const rightWords = {
  ru: {
    ...rightTexts.ru,
    'access.no_right':
      'Нет права «{right}» ({rightKey}). Оно бывает у ролей: {roles}. Попросите администратора дать вам его.',
    'access.no_right_shop':
      'Нет права «{right}» ({rightKey}) в магазине {shop}. Ваши магазины: {shops}. Попросите администратора добавить вам магазин {shop}.',
    'access.no_right_network':
      'Нет права «{right}» ({rightKey}) для всей сети: это касается всех магазинов. Ваши магазины: {shops}. Попросите администратора сделать это или дать вам право на всю сеть.',
    'access.load_too_long':
      'Директор магазина запрашивает продажи не больше чем за {most:день|дня|дней|дня} или столько же смен по номерам, а здесь {amount}. Уменьшите период или попросите инженера поддержки.',
    'access.load_days': '{asked:день|дня|дней|дня}',
    'access.load_shifts': '{asked:смена|смены|смен|смены}',
    'access.too_many_shifts':
      'Директор магазина выгружает не больше чем {most:смену|смены|смен|смены} за раз, а здесь {shifts:смена|смены|смен|смены}. Отметьте одну смену или попросите бухгалтера.',
  },
  en: {
    ...rightTexts.en,
    'access.no_right':
      'The right "{right}" ({rightKey}) is missing. Roles that may have it: {roles}. Ask an administrator to give it to you.',
    'access.no_right_shop':
      'The right "{right}" ({rightKey}) is missing in shop {shop}. Your shops: {shops}. Ask an administrator to add shop {shop}.',
    'access.no_right_network':
      'The right "{right}" ({rightKey}) is missing for the whole network: this concerns all shops. Your shops: {shops}. Ask an administrator to do it, or to give you the right for the whole network.',
    'access.load_too_long':
      'A shop manager asks for sales of at most {most:day|days}, or as many shifts by number, and this is {amount}. Shorten the period or ask a support engineer.',
    'access.load_days': '{asked:day|days}',
    'access.load_shifts': '{asked:shift|shifts}',
    'access.too_many_shifts':
      'A shop manager exports at most {most:shift|shifts} at once, and this is {shifts:shift|shifts}. Mark one shift or ask an accountant.',
  },
} as const;
