// Sentences in the language of the page. The server delivers them: a script knows none of its own.
const language = document.documentElement.lang,
  plural = new Intl.PluralRules(language);

// A sentence with its parts filled in.
export const filled = (sentence, parts) => sentence.replace(/\{(\w+)\}/g, (_, name) => parts[name]);

// A number of things, in the form that the language has for this number: Welsh has six.
export function counted(forms, count) {
  return filled(forms[plural.select(count)] ?? forms.other, { count: count.toLocaleString(language) });
}
