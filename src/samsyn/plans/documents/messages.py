"""Every sentence that reading a document can say, by code.

The English is the source string of the translation: a screen shows `gettext(template) % params`. The function `_`
only marks a string for the extractor, because this package does not know Django.
"""


def _(template: str) -> str:
    return template


ERRORS: dict[str, str] = {
    "empty": _("%(name)s is empty. Choose the file that holds the plan."),
    "too_large": _(
        "%(name)s is %(size_mb)d MB; the limit is %(limit_mb)d MB. A plan is mostly text: "
        "save it without its pictures, or save it as text, and try again."
    ),
    "not_a_document": _(
        "%(name)s is not a document that can be read here (found: %(found)s). "
        "Choose a plan saved as DOCX, PDF, TXT or MD."
    ),
    "old_word": _(
        "%(name)s is in the old Word format (.doc) or locked with a password. "
        "Open it in Word, save it as DOCX without a password, and try again."
    ),
    "open_document": _(
        "%(name)s is an OpenDocument file. Open it in your word processor, save it as DOCX, and try again."
    ),
    "rich_text": _("%(name)s is an RTF file. Open it in your word processor, save it as DOCX, and try again."),
    "encrypted_pdf": _(
        "%(name)s is a PDF locked with a password. Save a copy without the password, "
        "or use the document that it was made from."
    ),
    "scanned_pdf": _(
        "%(name)s is a PDF without text (pages: %(pages)d): it holds pictures of pages, as from a scanner. "
        "Use the original document, or run text recognition (OCR) on it first."
    ),
    "corrupt_pdf": _(
        "%(name)s begins as a PDF but cannot be read: it is damaged or only partly downloaded. "
        "Fetch it again, or print it to a new PDF."
    ),
    "corrupt_docx": _(
        "%(name)s begins as a Word document but cannot be read: it is damaged or only partly downloaded (%(found)s). "
        "Fetch it again, or open it in Word and save it anew."
    ),
    "zip_bomb": _(
        "%(name)s is packed so hard that it would unfold to over %(limit_mb)d MB. Such a file is refused. "
        "Save the plan anew as DOCX without its pictures."
    ),
    "too_many_pages": _("%(name)s has %(pages)d pages; the limit is %(limit)d. Save only the pages of the plan."),
    "wrong_encoding": _(
        "%(name)s looks like text, but its characters cannot be read (found: %(found)s, at byte %(offset)d). "
        "Open it in a text editor, save it with the encoding UTF-8, and try again."
    ),
    "no_words": _("%(name)s holds no words at all. Choose the file that holds the plan."),
}

FOUND: tuple[str, ...] = (
    _("a PNG picture"),
    _("a JPEG picture"),
    _("a GIF picture"),
    _("a TIFF picture"),
    _("a gzip archive"),
    _("a 7z archive"),
    _("a RAR archive"),
    _("a Windows program"),
    _("a program"),
    _("an Excel workbook"),
    _("a PowerPoint presentation"),
    _("a zip archive"),
    _("a broken archive"),
    _("a control character"),
    _("bytes of another encoding"),
    _("hardly a letter"),
    _("other signs in the place of å, ä and ö"),
)
"""What can be found instead of a document, in words: the parameter `found`. Else it is what a library said."""

WARNINGS: dict[str, str] = {
    "encoding_guessed": _("The file is not UTF-8; it was read as %(encoding)s. Check å, ä and ö."),
    "page_numbers_removed": _("Page numbers were left out: %(text)s"),
    "running_head_removed": _("A line that recurs on %(count)d pages was left out as running head or foot: %(text)s"),
    "word_head_removed": _("The running heads and feet of the Word document were left out: %(text)s"),
    "hyphens_joined": _("%(count)d words divided at line ends were joined: %(text)s"),
    "footnotes_aside": _("Footnotes were left out of the plan's text: %(text)s"),
    "table_as_text": _("A table of %(rows)d rows was kept as text."),
    "list_as_text": _(
        "A list of %(count)d points was kept as text: it stands under no heading for goals or activities."
    ),
    "label_without_items": _(
        "Nothing to take as goals or activities was found under “%(label)s”; it was kept as text."
    ),
    "no_title": _("No title was found; the name of the file is used."),
    "no_year": _("No year was found."),
    "year_guessed": _("The year %(year)d was guessed: it is the year that the text names most often."),
    "no_sections": _("No headings were found; all text was kept together."),
    "count_differs": _("The document says %(stated)d direction goals, but %(found)d were found."),
    "number_gap": _("Section %(number)s follows %(previous)s: a number between them is missing."),
    "number_twice": _("Section number %(number)s occurs twice."),
    "item_by_wording": _("%(count)d points were taken as activities by their wording alone."),
    "page_without_text": _("Page %(page)d holds no text; if it is a picture of text, that text was not read."),
}
