"""Design tokens (外观尺度): colours, type sizes and spacing, from which the one style sheet is made.

Every length is scaled once, here, by the scale the clerk chose (100, 112, 125, 150 %). Text contrast is at
least 4.5:1; red is for faults and overdue only. No widgets.
"""

from dataclasses import dataclass
from pathlib import Path
from string import Template

from zsapp.base.paths import shipped

COLOURS = {
    "navy": "#17324D",
    "navy_hover": "#24496D",
    "navy_text": "#C9D6E4",
    "navy_line": "#2E4D6C",
    "sky": "#7FB2E5",
    "blue": "#1F5F9E",
    "blue_dark": "#174A7C",
    "blue_soft": "#E8F0F8",
    "page": "#F3F5F8",
    "card": "#FFFFFF",
    "desk": "#DDE3EA",
    "line": "#D8DFE7",
    "border": "#AEBAC8",
    "hover": "#6B7A89",
    "ink": "#1B2733",
    "second": "#52616F",
    "green": "#2B7A4B",
    "green_soft": "#E6F3EB",
    "amber": "#8A5A00",
    "amber_soft": "#FDF3DC",
    "red": "#B3261E",
    "red_soft": "#FBEAE9",
    "grey_soft": "#EDF0F3",
    "thumb": "#C3CCD6",
}
SCALES = (100, 112, 125, 150)
"""Percent: what the clerk may choose."""

LENGTHS = {
    "smallest": 13,
    "small": 14,
    "body": 16,
    "section": 18,
    "title": 22,
    "code": 20,
    "hero": 26,
    "mark": 40,
    "mark_row": 50,
    "space1": 4,
    "space2": 8,
    "space3": 10,
    "space4": 16,
    "space5": 24,
    "control": 40,
    "inner": 38,
    "inner_focus": 36,
    "main": 44,
    "main_inner": 42,
    "quiet": 38,
    "row": 76,
    "nav": 48,
    "chip": 30,
    "chip_inner": 28,
    "chip_focus": 26,
    "link": 26,
    "icon": 18,
    "side": 176,
    "list": 292,
    "form": 530,
    "radius": 6,
    "card_radius": 8,
    "pill": 14,
    "pill_radius": 9,
    "arrow": 14,
    "drop": 34,
    "scroll": 10,
    "pad": 10,
    "pad_focus": 9,
    "pad_button": 18,
    "pad_main": 24,
}


@dataclass(frozen=True, slots=True)
class Scale:
    """The chosen scale in percent: `px(16)` is 16 pixels at 100 %, 24 at 150 %."""

    percent: int = 100

    def px(self, length: float) -> int:
        """Return a length at this scale, whole pixels."""
        return round(length * self.percent / 100)

    def __getitem__(self, name: str) -> int:
        """Return a named length of the table at this scale."""
        return self.px(LENGTHS[name])


def style_sheet(scale: Scale, family: str) -> str:
    """Return the style sheet of the whole program.

    Args:
        scale: What all lengths are multiplied by.
        family: The one sans family; naming a second, absent one would cost 40 ms at start.
    """
    holes: dict[str, str] = dict(COLOURS)
    holes.update({name: f"{scale[name]}px" for name in LENGTHS})
    holes["family"] = family
    holes["icons"] = icon_folder().as_posix()
    return Template(SHEET).substitute(holes)


def icon_folder() -> Path:
    """Return the folder of the program's own icons."""
    return shipped("resources") / "icons"


SHEET = """
* { font-family: "$family"; font-size: $body; color: $ink; }
QWidget#window, QWidget#page, QStackedWidget { background: $page; }
QToolTip { background: $ink; color: #FFFFFF; border: none; padding: 6px; font-size: $small; }

QWidget#side { background: $navy; }
QWidget#side QLabel { color: $navy_text; font-size: $smallest; background: transparent; }
QWidget#side QLabel#brand { color: #FFFFFF; font-size: $section; font-weight: 700; }
QWidget#side QLabel#where { font-size: $small; }
QWidget#side QScrollBar::handle:vertical { background: $navy_line; }
QListWidget#nav { background: transparent; border: none; outline: none; }

QFrame#card { background: $card; border: 1px solid $line; border-radius: $card_radius; }
QFrame#inset { background: $page; border: 1px solid $line; border-radius: $radius; }
QFrame#rail { background: $card; border: none; border-right: 1px solid $line; }
QFrame#desk { background: $desk; border: 1px solid $line; border-radius: $card_radius; }
QFrame#rule { background: $line; border: none; max-height: 1px; min-height: 1px; }

QLabel { background: transparent; }
QLabel#hero { font-size: $hero; font-weight: 700; }
QLabel#title { font-size: $title; font-weight: 700; }
QLabel#section { font-size: $section; font-weight: 700; }
QLabel#strong { font-weight: 700; }
QLabel#label { font-size: $small; }
QLabel#small, QLabel#hint { font-size: $small; color: $second; }
QLabel#tiny { font-size: $smallest; color: $second; }
QLabel#fault { font-size: $small; color: $red; }
QLabel#caution { font-size: $small; color: $amber; }
QLabel#good { font-size: $small; color: $green; }
QLabel#code { font-size: $code; font-weight: 700; letter-spacing: 1px; }
QLabel#small[tone="red"] { color: $red; } QLabel#small[tone="amber"] { color: $amber; }
QLabel#small[tone="green"] { color: $green; }
QLabel[tone="red"] { color: $red; } QLabel[tone="amber"] { color: $amber; }
QLabel[tone="green"] { color: $green; } QLabel[tone="blue"] { color: $blue_dark; }
QLabel[pill="true"] { border-radius: $pill_radius; padding: 1px $space3 1px $space3;
  font-size: $smallest; background: $grey_soft; color: $second; }
QLabel[pill="true"][tone="red"] { background: $red_soft; color: $red; }
QLabel[pill="true"][tone="amber"] { background: $amber_soft; color: $amber; }
QLabel[pill="true"][tone="green"] { background: $green_soft; color: $green; }
QLabel[pill="true"][tone="blue"] { background: $blue_soft; color: $blue_dark; }

QLineEdit, QComboBox, QPlainTextEdit, QTableView {
  background: #FFFFFF; border: 1px solid $border; border-radius: $radius;
  selection-background-color: $blue; selection-color: #FFFFFF; }
QLineEdit, QComboBox { padding: 0 $pad 0 $pad; min-height: $inner; }
QPlainTextEdit { padding: 5px 6px 5px 6px; }
QLineEdit:hover, QComboBox:hover, QPlainTextEdit:hover { border-color: $hover; }
QLineEdit:focus, QComboBox:focus, QPlainTextEdit:focus, QTableView:focus {
  border: 2px solid $blue; }
QLineEdit:focus, QComboBox:focus { padding: 0 $pad_focus 0 $pad_focus; min-height: $inner_focus; }
QPlainTextEdit:focus { padding: 4px 5px 4px 5px; }
QLineEdit[fault="true"], QComboBox[fault="true"], QPlainTextEdit[fault="true"] {
  border: 2px solid $red; background: $red_soft; }
QLineEdit[fault="true"], QComboBox[fault="true"] {
  padding: 0 $pad_focus 0 $pad_focus; min-height: $inner_focus; }
QPlainTextEdit[fault="true"] { padding: 4px 5px 4px 5px; }
QLineEdit:read-only, QPlainTextEdit:read-only { background: $page; border-color: $line; }
QComboBox:disabled, QLineEdit:disabled { background: $page; border-color: $line; color: $second; }
QComboBox QLineEdit, QComboBox QLineEdit:focus {
  border: none; padding: 0; min-height: 0; background: transparent; }
QComboBox::drop-down { border: none; width: $drop; subcontrol-position: center right; }
QComboBox::down-arrow { image: url($icons/arrow_down.svg); width: $arrow; height: $arrow; }
QComboBox QAbstractItemView, QListView#popup {
  background: #FFFFFF; border: 1px solid $border; outline: none;
  selection-background-color: $blue_soft; selection-color: $ink; }
QComboBox QAbstractItemView::item, QListView#popup::item { min-height: $chip; padding-left: 8px; }
QListView#popup::item { background: #FFFFFF; color: $ink; }
QListView#popup::item:selected { background: $blue_soft; color: $ink; }

QPushButton { background: #FFFFFF; border: 1px solid $border; border-radius: $radius;
  padding: 0 $pad_button 0 $pad_button; min-height: $inner; icon-size: $icon; }
QPushButton:hover { background: $grey_soft; border-color: $hover; }
QPushButton:pressed { background: $line; }
QPushButton:disabled { color: $second; background: $page; border-color: $line; }
QPushButton:focus { border: 2px solid $blue; min-height: $inner_focus; }
QPushButton#primary { background: $blue; color: #FFFFFF; border: 1px solid $blue; font-weight: 700;
  padding: 0 $pad_main 0 $pad_main; min-height: $main_inner; }
QPushButton#primary:hover { background: $blue_dark; }
QPushButton#primary:focus { border: 2px solid $ink; min-height: $control; }
QPushButton#primary:disabled { background: $border; border-color: $border; color: #FFFFFF; }
QPushButton#quiet { border: 1px solid transparent; background: transparent; color: $blue; font-size: $small;
  padding: 0 $space2 0 $space2; min-height: $quiet; }
QPushButton#quiet:hover { background: $blue_soft; }
QPushButton#quiet:disabled { color: $second; }
QPushButton#quiet:focus { border: 2px solid $blue; min-height: $inner_focus; }
QPushButton#link { border: none; background: transparent; color: $blue; font-size: $small;
  padding: 0 2px 0 2px; min-height: $link; text-align: left; text-decoration: underline; }
QPushButton#link:focus { background: $blue_soft; }
QPushButton#chip { border: 1px solid $line; border-radius: $pill; min-height: $chip_inner;
  padding: 0 $space4 0 $space4;
  font-size: $small; color: $second; }
QPushButton#chip:checked { background: $blue_soft; border-color: $blue; color: $blue_dark; font-weight: 700; }
QPushButton#chip:focus { border: 2px solid $blue; min-height: $chip_focus; }
QPushButton#fold { border: 1px solid transparent; background: transparent; color: $second; text-align: left;
  padding: 0 $space1 0 $space1; min-height: $quiet; font-size: $body; }
QPushButton#fold:hover { color: $blue_dark; }
QPushButton#fold:focus { border: 2px solid $blue; min-height: $inner_focus; }

QPushButton#mark { font-size: $mark; font-weight: 700; text-align: left; min-height: $mark_row;
  border: 2px solid $border; border-left: 14px solid $sky; padding: 0 $space5 0 $space4; }
QPushButton#mark[tone="green"] { border-left-color: $green; }
QPushButton#mark[tone="amber"] { border-left-color: $amber; }
QPushButton#mark[tone="red"] { border-left-color: $red; }
QPushButton#mark:hover, QPushButton#mark:focus { background: $blue_soft; min-height: $mark_row; }
QLabel#ask { font-size: $mark; font-weight: 700; }

QTabBar::tab { background: transparent; border: 2px solid transparent; border-radius: $radius;
  padding: 6px $space4 6px $space4; margin-right: $space1; color: $second; }
QTabBar::tab:hover { background: $grey_soft; }
QTabBar::tab:selected { background: $blue_soft; color: $blue_dark; font-weight: 700; }
QTabBar::tab:focus { border-color: $blue; }
QRadioButton, QCheckBox { min-height: $control; spacing: $space2; padding: 0 $space2 0 $space2;
  border: 2px solid transparent; border-radius: $radius; }
QRadioButton:focus, QCheckBox:focus { border-color: $blue; }
QRadioButton::indicator, QCheckBox::indicator { width: $icon; height: $icon; }

QHeaderView, QTableCornerButton::section { background: $page; border: none; }
QHeaderView::section { background: $page; border: none; border-bottom: 1px solid $line;
  border-right: 1px solid $line; padding: $space1; font-size: $small; }
QListView { border: none; background: transparent; outline: none; }
QScrollArea, QWidget#clear { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: $scroll; margin: 2px; }
QScrollBar::handle:vertical { background: $thumb; border-radius: 3px; min-height: 32px; }
QScrollBar:horizontal { background: transparent; height: $scroll; margin: 2px; }
QScrollBar::handle:horizontal { background: $thumb; border-radius: 3px; min-width: 32px; }
QScrollBar::handle:vertical:hover, QScrollBar::handle:horizontal:hover { background: $hover; }
QScrollBar::add-line, QScrollBar::sub-line { height: 0; width: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QProgressBar { border: none; background: $line; border-radius: 4px; max-height: 8px; min-height: 8px; }
QProgressBar::chunk { background: $blue; border-radius: 4px; }

QFrame#message { border: none; border-radius: 0; background: $blue_soft;
  border-right: 1px solid $line; border-bottom: 1px solid $line; }
QFrame#message[tone="red"] { background: $red_soft; }
QFrame#message[tone="amber"] { background: $amber_soft; }
QFrame#message[tone="green"] { background: $green_soft; }
QFrame#remarks { background: $amber_soft; border: none; border-radius: $radius; }
QFrame#remarks[tone="blue"] { background: $blue_soft; }
QFrame#remarks[tone="red"] { background: $red_soft; }
QFrame#offers { background: #FFFFFF; border: 1px solid $border; border-radius: $radius; }
QFrame#offer { background: transparent; border: none; }
QFrame#offer:hover, QFrame#offer[marked="true"] { background: $blue_soft; }
QFrame#finding { background: $card; border: 1px solid $line; border-radius: $radius; }
QFrame#finding[tone="red"] { border-left: 4px solid $red; }
QFrame#finding[tone="amber"] { border-left: 4px solid $amber; }
QFrame#finding[tone="blue"] { border-left: 4px solid $sky; }
QFrame#finding[tone="green"] { border-left: 4px solid $green; }
"""
