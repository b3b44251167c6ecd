// Sentences in the language of the page. The server delivers them: a script knows none of its own.
const plural = new Intl.PluralRules(document.documentElement.lang);

// A sentence with its parts filled in.
export const filled = (sentence, parts) => sentence.replace(/\{(\w+)\}/g, (_, name) => parts[name]);

// A number of things, in the form that the language has for this number: Welsh has six.
export const counted = (forms, count) => filled(forms[plural.select(count)] ?? forms.other, { count });
