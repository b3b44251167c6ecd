"""The languages that questions to a board come in, by their ISO 639-1 codes."""

from __future__ import annotations

# English, Welsh and the other main languages most spoken in England and Wales (Census 2021, ONS table TS024), as
# far as the model knows them. Fewer candidates, fewer mistakes.
NAMES = {
    "en": "English", "cy": "Welsh", "pl": "Polish", "ro": "Romanian", "pa": "Panjabi", "ur": "Urdu", "pt": "Portuguese",
    "es": "Spanish", "ar": "Arabic", "bn": "Bengali", "gu": "Gujarati", "it": "Italian", "ta": "Tamil", "fr": "French",
    "lt": "Lithuanian", "zh": "Chinese", "tr": "Turkish", "bg": "Bulgarian", "ru": "Russian", "fa": "Persian",
    "hu": "Hungarian", "el": "Greek", "so": "Somali", "sk": "Slovak", "cs": "Czech", "de": "German", "hi": "Hindi",
    "uk": "Ukrainian", "sq": "Albanian", "ku": "Kurdish", "ml": "Malayalam",
}  # fmt: skip
