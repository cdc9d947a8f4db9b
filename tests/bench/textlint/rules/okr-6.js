module.exports = require("../rule.js")(6);
