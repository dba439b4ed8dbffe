"""What the evidence store refuses or cannot give."""

from __future__ import annotations

from typing import ClassVar

from registry.errors import Refused, RegistryError

_SENTENCES = {
    "EMPTY": ("the file is empty", "文件为空"),
    "TOO_LARGE": ("the file is larger than {limit} bytes", "文件超过 {limit} 字节上限"),
    "TYPE": (
        "its first bytes are not those of a PDF, PNG, JPEG, XLSX, DOCX, OFD or plain text file",
        "文件内容不是 PDF、PNG、JPEG、XLSX、DOCX、OFD 或纯文本",
    ),
    "MACROS": ("it holds macros", "文件含有宏"),
    "DAMAGED": ("it cannot be opened as what it claims to be", "文件已损坏，无法按其类型打开"),
    "CLASSIFIED": (
        "it is marked as classified ({found}); classified files may not be stored here",
        "文件带有密级标志（{found}），涉密文件不得存入本系统",
    ),
    "NAME": ("its name must have 1 to 200 printable characters", "文件名须为 1 至 200 个可见字符"),
}


class FileRefused(Refused):
    """A file is not taken; `reason` is EMPTY, TOO_LARGE, TYPE, MACROS, DAMAGED, CLASSIFIED or NAME."""

    code: ClassVar[str] = "FILE_REFUSED"

    def __init__(self, reason: str, **facts: object) -> None:
        en, zh = _SENTENCES[reason]
        super().__init__(f"The file is refused: {en.format(**facts)}.", f"文件被拒绝：{zh.format(**facts)}。")
        self.reason = reason


class EvidenceLost(RegistryError):
    """The bytes of a recorded file are not in the store, or are not the ones that were recorded."""

    code: ClassVar[str] = "EVIDENCE_LOST"

    def __init__(self, digest: str) -> None:
        super().__init__(
            f"The store does not hold the file with SHA-256 {digest}.",
            f"存储中没有 SHA-256 为 {digest} 的文件。",
        )
        self.digest = digest
