-- KEYS: stream. Returns query id, batch id, without funnels ('' where there is none), run id of Redis.
local mark = redis.call('HMGET', KEYS[1], 'query_id', 'batch_id', 'without_funnels')
local run_id = string.match(redis.call('INFO', 'server'), 'run_id:(%w+)')
return {mark[1] or '', mark[2] or '', mark[3] or '', run_id}
