"""Codes of table files: what a cell holds, why a cell or a whole file is refused."""

from __future__ import annotations

from registry.codes.code import Code


class CellKind(Code):
    """What the cells of a column hold, and so how they are cleaned."""

    TEXT = "TEXT", "文本", "text"
    ID_TEXT = "ID_TEXT", "号码（按文本填写）", "number or code, typed as text"
    INTEGER = "INTEGER", "整数", "whole number"
    DECIMAL = "DECIMAL", "数值", "number"
    DAY = "DAY", "日期", "day"
    CODE = "CODE", "选项", "one of a list"
    YES_NO = "YES_NO", "是或否", "yes or no"
    REFERENCE = "REFERENCE", "其他登记的编码", "code of another record"


class TableKind(Code):
    """How a table is filed."""

    XLSX = "xlsx", "Excel 工作簿", "Excel workbook"
    CSV = "csv", "CSV 文本表", "CSV table"
    JSON = "json", "JSON 列表", "JSON list"
    JSONL = "jsonl", "JSON Lines", "JSON Lines"


class _Sentence(Code):
    """A code whose labels are sentences with places for facts in braces."""

    def sentences(self, **facts: object) -> tuple[str, str]:
        """Return the Chinese and the English sentence with the facts filled in."""
        return self.zh.format_map(facts), self.en.format_map(facts)


class CellTrouble(_Sentence):
    """
    Why a cell is not taken; or what was changed in taking it (`NORMALIZED`, `NUMBER_AS_TEXT`), or should
    be known of a row that is taken (`HIDDEN_ROW`).

    Labels are sentences; facts stand in braces.
    """

    MISSING = "MISSING", "必填项为空。", "This cell must be filled in."
    DAMAGED_ID = (
        "DAMAGED_ID",
        "号码的数字已被表格软件改变（只保留 15 位），原值无法还原。请把单元格设为文本格式后重新填写。",
        "The spreadsheet has changed the digits of this number (it keeps 15); the original cannot be "
        "restored. Format the cell as text and type it again.",
    )
    ID_NOT_TEXT = (
        "ID_NOT_TEXT",
        "号码按数字存放，前导零可能已丢失。请把单元格设为文本格式后重新填写。",
        "This number is stored as a quantity, so leading zeros may be lost. Format the cell as text and "
        "type it again.",
    )
    LINE_BREAK = (
        "LINE_BREAK",
        "单元格内有换行，可能是几个值。请每行只填一个值。",
        "The cell has a line break and may hold several values. One row, one value.",
    )
    WRONG_LENGTH = (
        "WRONG_LENGTH",
        "应为 {wanted} 个字符，实际为 {found} 个。",
        "This must have {wanted} characters; it has {found}.",
    )
    TOO_LONG = (
        "TOO_LONG",
        "最多 {wanted} 个字符，实际为 {found} 个。",
        "At most {wanted} characters are allowed; there are {found}.",
    )
    CELL_TOO_LONG = (
        "CELL_TOO_LONG",
        "单元格超过 {wanted} 个字符，不予读取。",
        "The cell is longer than {wanted} characters and is not read.",
    )
    NOT_A_NUMBER = "NOT_A_NUMBER", "不是数字。", "This is not a number."
    NOT_WHOLE = "NOT_WHOLE", "应为整数。", "This must be a whole number."
    TOO_PRECISE = (
        "TOO_PRECISE",
        "数字超过 15 位有效数字，表格软件可能已改变其值。",
        "The number has more than 15 digits; the spreadsheet may have changed it.",
    )
    AMBIGUOUS_NUMBER = (
        "AMBIGUOUS_NUMBER",
        "逗号的位置既不像千位分隔，也不像小数点。请只写数字，例如 {example}。",
        "The commas are neither thousands nor a decimal point. Write plain digits, for example {example}.",
    )
    UNIT_IN_NUMBER = (
        "UNIT_IN_NUMBER",
        "数字后带有“{unit}”。请只写数字 {number}，并按表头的单位折算。",
        "The number carries “{unit}”. Write {number} alone, in the unit of the heading.",
    )
    PERCENT = (
        "PERCENT",
        "不接受百分号：{number}% 可能指 {number} 也可能指它的百分之一。请按表头的单位写数字。",
        "A percent sign is not taken: {number}% is {number} or a hundredth of it. Write a plain number.",
    )
    NOT_A_DAY = (
        "NOT_A_DAY",
        "不是日期。请写成 2026-05-01 的形式。",
        "This is not a day. Write it like 2026-05-01.",
    )
    IMPOSSIBLE_DAY = (
        "IMPOSSIBLE_DAY",
        "日历上没有这一天（年份须在 1900 至 2199 之间）。",
        "There is no such day (years run from 1900 to 2199).",
    )
    AMBIGUOUS_DAY = (
        "AMBIGUOUS_DAY",
        "日期有歧义：{first} 还是 {second}？请写成 2026-05-01 的形式。",
        "The day is ambiguous: {first} or {second}? Write it like 2026-05-01.",
    )
    SERIAL_DAY = (
        "SERIAL_DAY",
        "这是表格软件的日期序号，可能指 {first}，也可能指 {second}（1904 纪元）。请把单元格设为日期格式。",
        "This is a spreadsheet's day number: {first}, or {second} by the 1904 system. Format it as a date.",
    )
    TIME_IN_DAY = (
        "TIME_IN_DAY",
        "此处只填日期，不填时刻。",
        "Only a day belongs here, without a time.",
    )
    UNKNOWN_CHOICE = (
        "UNKNOWN_CHOICE",
        "不在选项之内。可选：{choices}。",
        "This is not one of the choices: {choices}.",
    )
    NEAR_CHOICE = (
        "NEAR_CHOICE",
        "不在选项之内，是否指“{nearest}”？",
        "This is not one of the choices; did you mean “{nearest}”?",
    )
    NOT_YES_NO = "NOT_YES_NO", "请填“是”或“否”。", "Write yes or no."
    MERGED = (
        "MERGED",
        "单元格 {range} 被合并，只有首格有值。请取消合并并逐格填写。",
        "The cells {range} are merged, so only the first has a value. Unmerge them and fill in each.",
    )
    ERROR_VALUE = (
        "ERROR_VALUE",
        "单元格是错误值（如 #N/A）。",
        "The cell holds an error value (such as #N/A).",
    )
    WRONG_TYPE = (
        "WRONG_TYPE",
        "此处应填{kind_zh}。",
        "A {kind_en} belongs here.",
    )
    BEYOND_HEADINGS = (
        "BEYOND_HEADINGS",
        "该值所在的列没有表头。",
        "This value stands in a column without a heading.",
    )
    NORMALIZED = (
        "NORMALIZED",
        "已规范为“{taken}”（全角、空白、不可见字符或分隔符）。",
        "Taken as “{taken}” (full-width or invisible characters, blanks or separators).",
    )
    HIDDEN_ROW = (
        "HIDDEN_ROW",
        "本行在工作簿中被隐藏（或被筛选掉），仍与其他行一样读取。",
        "This row is hidden in the workbook, or filtered out; it is read like the others.",
    )
    NUMBER_AS_TEXT = (
        "NUMBER_AS_TEXT",
        "号码按数字存放，位数完整，已读作“{taken}”。",
        "Stored as a quantity with all its digits; taken as “{taken}”.",
    )


class FileTrouble(_Sentence):
    """Why a whole file is refused; nothing of it is read. Labels are sentences."""

    TOO_LARGE = (
        "TOO_LARGE",
        "文件过大：{found} 字节，上限 {most} 字节。",
        "The file is too large: {found} bytes; {most} are allowed.",
    )
    EMPTY = "EMPTY", "文件是空的。", "The file is empty."
    NO_ROWS = "NO_ROWS", "没有数据行。", "There are no rows of data."
    UNKNOWN_TYPE = (
        "UNKNOWN_TYPE",
        "只接受 XLSX、CSV、JSON 和 JSON Lines 文件。",
        "Only XLSX, CSV, JSON and JSON Lines files are taken.",
    )
    WRONG_CONTENT = (
        "WRONG_CONTENT",
        "文件内容不是 {kind}，与文件名或类型不符。",
        "The content is not {kind}, as the name or type says.",
    )
    OLD_EXCEL = (
        "OLD_EXCEL",
        "这是旧版 Excel 文件（.xls）或加了密码的工作簿。请另存为不加密的 .xlsx。",
        "This is an old Excel file (.xls) or a workbook with a password. Save it as .xlsx without one.",
    )
    ENCRYPTED = (
        "ENCRYPTED",
        "文件已加密或设有密码，无法检查，不予接收。",
        "The file is encrypted or has a password; it cannot be checked and is not taken.",
    )
    DAMAGED = (
        "DAMAGED",
        "文件已损坏，无法读取（{part}）。",
        "The file is damaged and cannot be read ({part}).",
    )
    ZIP_BOMB = (
        "ZIP_BOMB",
        "压缩包解开后过大，疑似恶意文件（{part}）。",
        "The package unpacks to far more than a table needs and may be hostile ({part}).",
    )
    MACROS = (
        "MACROS",
        "工作簿含宏（{part}）。请另存为不含宏的 .xlsx。",
        "The workbook contains macros ({part}). Save it as .xlsx without them.",
    )
    ACTIVE_CONTENT = (
        "ACTIVE_CONTENT",
        "工作簿嵌有对象、控件或数据连接（{part}）。请删除后重新上传。",
        "The workbook embeds objects, controls or data connections ({part}). Remove them first.",
    )
    EXTERNAL_LINKS = (
        "EXTERNAL_LINKS",
        "工作簿链接到其他文件（{part}）。请断开链接后重新上传。",
        "The workbook links to other files ({part}). Break the links first.",
    )
    FORMULAS = (
        "FORMULAS",
        "工作表“{sheet}”含公式（{cells}）。请复制后“选择性粘贴—数值”。",
        "The sheet “{sheet}” contains formulas ({cells}). Paste them as values first.",
    )
    CLASSIFIED = (
        "CLASSIFIED",
        "发现密级标志“{marking}”（{place}）。本系统不处理涉密文件，请按保密规定处理。",
        "A classification marking “{marking}” was found ({place}). Classified files may not enter here.",
    )
    UNDECODABLE = (
        "UNDECODABLE",
        "第 {line} 行附近的文字既不是 UTF-8 也不是 GB 18030 编码。",
        "The text near line {line} is neither UTF-8 nor GB 18030.",
    )
    NUL_BYTES = (
        "NUL_BYTES",
        "文本中含有空字节（第 {line} 行附近），文件可能不是文本或已损坏。",
        "The text contains NUL bytes (near line {line}); it is damaged or no text.",
    )
    NOT_A_LIST = (
        "NOT_A_LIST",
        "JSON 应为对象列表，每行一个对象（第 {line} 行附近）。",
        "The JSON must be a list of objects, one for each row (near line {line}).",
    )
    TOO_MANY_ROWS = (
        "TOO_MANY_ROWS",
        "行数超过上限 {most}（含只设了格式的空行）。请分成几个文件，或删除下方的空行。",
        "There are more than {most} rows, formatted blank ones too. Split the file or delete those below.",
    )
    TOO_MANY_COLUMNS = (
        "TOO_MANY_COLUMNS",
        "列数超过上限 {most}（工作表“{sheet}”）。请删除右侧多余的列。",
        "There are more than {most} columns (sheet “{sheet}”). Delete those on the right.",
    )
    TOO_MANY_SHEETS = (
        "TOO_MANY_SHEETS",
        "工作表有 {found} 个，上限 {most} 个。",
        "There are {found} sheets; {most} are allowed.",
    )
    NO_HEADINGS = (
        "NO_HEADINGS",
        "前 {rows} 行中没有找到“{shape_zh}”的表头。",
        "No headings of “{shape_en}” were found in the first {rows} rows.",
    )
    WHICH_SHEET = (
        "WHICH_SHEET",
        "有几张工作表都像“{shape_zh}”：{sheets}。请只保留一张，或把它命名为“{shape_zh}”。",
        "Several sheets look like “{shape_en}”: {sheets}. Keep one, or name it “{shape_en}”.",
    )
    DUPLICATE_HEADING = (
        "DUPLICATE_HEADING",
        "表头重复：{headings}。",
        "Headings appear more than once: {headings}.",
    )
    MISSING_HEADING = (
        "MISSING_HEADING",
        "缺少必填列：{headings_zh}。{hint_zh}",
        "Required columns are missing: {headings_en}. {hint_en}",
    )
    UNKNOWN_MAPPING = (
        "UNKNOWN_MAPPING",
        "列对应表指向不存在的列：{columns}。",
        "The column mapping names columns that do not exist: {columns}.",
    )
