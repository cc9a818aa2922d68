//! Tables: those that hold data become one block, those that only lay out a page fall apart
//! into the blocks of their cells.

use crate::draft::{Block, Role};
use crate::text::{MappedText, Span};

/// A table that is being read.
#[derive(Debug)]
pub struct Table {
    /// How many blocks came before it.
    first: usize,
    rows: usize,
    cells: Vec<Cell>,
    /// Whether it may hold data: it holds no other table and no part that a cell of a
    /// data table can't hold.
    data: bool,
    header: bool,
}

#[derive(Debug)]
struct Cell {
    row: usize,
    /// How many blocks came before it.
    first: usize,
}

/// The longest text of a cell with data, and the longest that is still short, in bytes.
const LONGEST: usize = 240;
const SHORT: usize = 60;

impl Table {
    /// A table that starts after `blocks` blocks.
    pub fn new(blocks: usize, data: bool) -> Table {
        Table { first: blocks, rows: 0, cells: Vec::new(), data, header: false }
    }

    /// A row starts.
    pub fn start_row(&mut self) {
        self.rows += 1;
    }

    /// A cell starts after `blocks` blocks.
    pub fn start_cell(&mut self, blocks: usize, header: bool) {
        self.header |= header;
        self.cells.push(Cell { row: self.rows, first: blocks });
    }

    /// The table holds something that a data table doesn't.
    pub fn is_layout(&mut self) {
        self.data = false;
    }

    /// Ends the table: where it holds data, its blocks become one.
    pub fn end(self, blocks: &mut Vec<Block>, end: usize) {
        if !self.holds_data(blocks) {
            return;
        }
        let text = self.text(blocks);
        let first = blocks[self.first].span;
        blocks.truncate(self.first);
        let span = Span::new(first.start, end.max(first.end));
        blocks.push(Block::new(Role::Table, text, span));
    }

    /// The blocks of a cell.
    fn blocks<'a>(&self, cell: usize, blocks: &'a [Block]) -> &'a [Block] {
        let start = self.cells[cell].first;
        let end = self.cells.get(cell + 1).map_or(blocks.len(), |next| next.first);
        blocks.get(start..end).unwrap_or_default()
    }

    /// A table holds data where at least two rows have two cells with text, all of a
    /// moderate length and most of them short. Header cells alone prove nothing: some
    /// template languages lay pages out with them; with them one column is enough to be
    /// long.
    fn holds_data(&self, blocks: &[Block]) -> bool {
        if !self.data || blocks.len() <= self.first || self.cells.first().is_none_or(|cell| cell.first != self.first) {
            return false;
        }
        let (mut full, mut short, mut wide_rows, mut row, mut in_row) = (0, 0, 0, 0, 0);
        for index in 0..self.cells.len() {
            let content = self.blocks(index, blocks);
            let length: usize = content.iter().map(|block| block.text.len()).sum();
            if content.len() > 2 || length > LONGEST || !content.iter().all(|block| block.role == Role::Prose) {
                return false;
            }
            if self.cells[index].row != row {
                (row, in_row) = (self.cells[index].row, 0);
            }
            if length > 0 {
                full += 1;
                in_row += 1;
                short += usize::from(length <= SHORT);
                wide_rows += usize::from(in_row == 2);
            }
        }
        wide_rows >= 2 && (self.header || short * 4 >= full * 3)
    }

    /// The text of the table: cells parted by tabs, rows by line breaks.
    fn text(&self, blocks: &[Block]) -> MappedText {
        let mut text = MappedText::default();
        let mut row = None;
        let mut at = None;
        // A gap stands for what lies between the texts; it is written when its end is known.
        let mut gap = String::new();
        for index in 0..self.cells.len() {
            if row == Some(self.cells[index].row) {
                gap.push('\t');
            } else {
                // Empty cells at the end of a row, and rows of nothing else, leave no trace.
                gap.clear();
                gap.push('\n');
            }
            row = Some(self.cells[index].row);
            for (part, block) in self.blocks(index, blocks).iter().enumerate() {
                if part > 0 {
                    gap.push(' ');
                }
                let source = block.text.source(0..block.text.len());
                if let Some(before) = at {
                    text.push_whole(&gap, Span::new(before, source.start.max(before)));
                }
                gap.clear();
                text.push_from(&block.text, 0..block.text.len());
                at = Some(source.end);
            }
        }
        text
    }
}
