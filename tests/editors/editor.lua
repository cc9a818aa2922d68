-- Does in Neovim what a person does: reads a finding, picks an action, and sees the text mended.
-- BUFFER says what is checked: the “file” that is open, its text in a “new” one that was never
-- saved, or the “settings”, which have a fault.

local result = {}

local function write()
  local file = assert(io.open(os.getenv('RESULT'), 'w'))
  file:write(vim.fn.json_encode(result))
  file:close()
end

local function wait(what, is_so)
  if not vim.wait(15000, is_so, 20) then
    error('no ' .. what .. '; messages: ' .. vim.fn.execute('messages'))
  end
end

local function findings(rule)
  return vim.tbl_filter(function(diagnostic)
    return diagnostic.source == 'presend' and (rule == nil or diagnostic.code == rule)
  end, vim.diagnostic.get(0))
end

local function line(number)
  return vim.api.nvim_buf_get_lines(0, number, number + 1, false)[1]
end

local function act()
  if os.getenv('BUFFER') == 'new' then
    local text = vim.api.nvim_buf_get_lines(0, 0, -1, false)
    vim.cmd('edit new.eml')
    vim.api.nvim_buf_set_lines(0, 0, -1, false, text)
  end
  result.filetype = vim.bo.filetype
  if os.getenv('BUFFER') == 'settings' then
    wait('fault', function() return #findings() == 1 end)
    result.message = findings()[1].message
    return
  end
  wait('finding', function() return #findings('concise/wordy-phrase') == 1 end)
  local found = findings('concise/wordy-phrase')[1]
  result.words = line(found.lnum):sub(found.col + 1, found.end_col)
  result.message = found.message

  vim.ui.select = function(actions, _, choose)
    choose(actions[1], 1)
  end
  vim.api.nvim_win_set_cursor(0, { found.lnum + 1, found.col + 1 })
  vim.lsp.buf.code_action()
  wait('mended text', function() return not line(found.lnum):find('In order to', 1, true) end)
  wait('end of the finding', function() return #findings('concise/wordy-phrase') == 0 end)
  result.text = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n') .. '\n'

  -- What is typed is checked as it is typed, and undone with it.
  vim.api.nvim_buf_set_lines(0, -1, -1, false, { '', 'In order to save time, bring it.' })
  wait('finding in what was typed', function()
    local again = findings('concise/wordy-phrase')
    return #again == 1 and again[1].lnum == vim.api.nvim_buf_line_count(0) - 1 and again[1].col == 0
  end)

  vim.cmd('PresendAgenda')
  local title = '# The hall for the autumn fair'
  wait('agenda', function() return line(0) == title or vim.fn.execute('messages'):find(title, 1, true) end)
  result.agenda = vim.fn.fnamemodify(vim.api.nvim_buf_get_name(0), ':t')

  vim.cmd('silent edit! saved.eml')
  vim.api.nvim_buf_set_lines(0, 0, -1, false, { 'To: ben@example.org', 'Subject: Hall', '', 'Call in order to book.' })
  wait('finding before saving', function() return #findings('concise/wordy-phrase') == 1 end)
  vim.cmd('silent write')
  result.saved = vim.fn.readfile('saved.eml')
end

local ok, problem = pcall(act)
if not ok then
  result.error = problem
end
write()
vim.cmd('qall!')
