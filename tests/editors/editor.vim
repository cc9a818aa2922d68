" Does in Vim what a person does with ALE: reads a finding, picks an action, and sees the
" text mended.

let s:result = {}

function! s:findings() abort
  return filter(copy(ale#engine#GetLoclist(bufnr(''))), 'get(v:val, "code", "") is# "concise/wordy-phrase"')
endfunction

function! s:wait(what, IsSo) abort
  let l:tries = 0
  while !a:IsSo()
    let l:tries += 1
    if l:tries > 500
      throw 'no ' . a:what . '; ' . execute('messages')
    endif
    sleep 30m
  endwhile
endfunction

function! s:act() abort
  let s:result.filetype = &filetype
  call s:wait('finding', {-> len(s:findings()) == 1})
  let l:found = s:findings()[0]
  let s:result.words = strpart(getline(l:found.lnum), l:found.col - 1, l:found.end_col - l:found.col + 1)
  let s:result.message = l:found.text

  if $HOW is# 'fix'
    ALEFix
  else
    " ALE asks for the number of the action.
    runtime autoload/ale/util.vim
    function! ale#util#Input(message, value, ...) abort
      let s:result.asked = a:message
      return '1'
    endfunction
    call cursor(l:found.lnum, l:found.col + 1)
    ALECodeAction
  endif
  call s:wait('mended text', {-> getline(l:found.lnum) !~# 'In order to'})
  " ALE checks what a script changes once it is told so, as typing does by its events.
  ALELint
  call s:wait('end of the finding', {-> empty(s:findings())})
  let s:result.text = join(getline(1, '$'), "\n") . "\n"
endfunction

try
  call s:act()
catch
  let s:result.error = v:exception . ' at ' . v:throwpoint
endtry
call writefile([json_encode(s:result)], $RESULT)
qall!
