// Numbers in sentences. The sentences are the server's, one for each plural form of the page's language.
const forms = new Intl.PluralRules(document.documentElement.lang || "en-GB");

export const counted = (words, number) => (words[forms.select(number)] ?? words.other).replace("{n}", number);
