export { type Definition, definedFigures, definitionOf } from '../../../../src/messages/figures.ts';
